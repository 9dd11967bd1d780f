# SPDX-License-Identifier: MIT
# What the list items of an mdoc page name.
#   awk -v macro=Ic [-v section=KEYS] -f mdoc.awk PAGE
# For `.It Ic /say Ar TEXT , Ic /tell` prints `/say` and `/tell`: all that stands behind
# the macro, up to the next one or a comma.  With a section: in that .Sh or .Ss only.

function is_macro(word) {
	return word ~ /^(Ar|Cm|Dv|Em|Ev|Fl|Ic|Li|Nm|No|Ns|Oc|Oo|Op|Pa|Pq|Ql|Sq|Sy|Ta|Xc|Xo|Dq)$/
}

# Splits a line at spaces, but not inside of quotes.
function split_words(line, words,    n, rest) {
	n = 0
	rest = line
	while (match(rest, /"[^"]*"|[^ \t"]+/)) {
		words[++n] = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		comma[n] = words[n] == ","
		gsub(/"/, "", words[n])
		gsub(/\\e/, "\\", words[n])
		gsub(/\\&/, "", words[n])
	}
	return n
}

function put() {
	if (on)
		print (macro == "Fl" ? "-" : "") name
	on = 0
	name = ""
}

/^\.(Sh|Ss) / {
	title = substr($0, 5)
	gsub(/"/, "", title)
}

/^\.It / && (section == "" || title == section) {
	n = split_words(substr($0, 5), words)
	for (i = 1; i <= n; i++) {
		if (is_macro(words[i]) || comma[i]) {
			# `Fl a , b` names two
			again = comma[i] && on && i < n && !is_macro(words[i + 1])
			put()
			on = words[i] == macro || again
		} else if (on) {
			name = name (name == "" ? "" : " ") words[i]
		}
	}
	put()
}
