# SPDX-License-Identifier: MIT
# Finds calls that are not made here, in C outside comments and literals.
#   awk -f banned.awk FILES...
# Prints `src/base/log.c:7: strcpy is not used here: mem_dup, arena_dup or snprintf`.

function ban(list, why,    n, parts, i) {
	n = split(list, parts, " ")
	for (i = 1; i <= n; i++)
		reason[parts[i]] = why
}

BEGIN {
	ban("strcpy stpcpy strcat", "mem_dup, arena_dup or snprintf")
	ban("sprintf vsprintf gets", "snprintf, with the room there is")
	ban("strtok strtok_r", "strcspn and strspn, which write nothing")
	ban("gmtime localtime ctime asctime", "the _r form, with memory of one's own")
	ban("atoi atol atoll atof", "strtol and its kin, with the end looked at")
	ban("system popen", "no shell")
	ban("rand srand random srandom drand48", "randombytes, or chance as an argument")
	ban("sleep usleep nanosleep clock_nanosleep", "nothing sleeps: wait for what is to come")
	ban("alloca strdupa strndupa", "an arena")
	ban("tmpnam tempnam mktemp", "mkstemp or mkdtemp")
	ban("setjmp longjmp", "an error as a result")
}

# The line with comments and literals taken out; `inside` says a comment goes on.
function code_of(line,    out, c, i, n) {
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		if (inside) {
			if (substr(line, i, 2) == "*/") {
				inside = 0
				i++
			}
		} else if (substr(line, i, 2) == "/*") {
			inside = 1
			i++
		} else if (substr(line, i, 2) == "//") {
			break
		} else if (c == "\"" || c == "'") {
			for (i++; i <= n && substr(line, i, 1) != c; i++)
				if (substr(line, i, 1) == "\\")
					i++
			out = out "0"
		} else {
			out = out c
		}
	}
	return out
}

FNR == 1 { inside = 0 }

{
	rest = code_of($0)
	while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
		before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : ""
		before2 = RSTART > 2 ? substr(rest, RSTART - 2, 2) : ""
		word = substr(rest, RSTART, RLENGTH - 1)
		sub(/[ \t]+$/, "", word)
		if (word in reason && before != "." && before2 != "->") {
			print FILENAME ":" FNR ": " word " is not used here: " reason[word]
			bad = 1
		}
		rest = substr(rest, RSTART + RLENGTH)
	}
}

END { exit bad }
