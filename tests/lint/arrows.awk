# SPDX-License-Identifier: MIT
# Checks each #include against src/ARROWS.
#   awk -f arrows.awk src/ARROWS FILES...      run from the top folder
# Prints `src/view/meeting.c:2: view may not include <ncurses.h>`; exits 1 if it printed.

function complain(text) {
	print text
	bad = 1
}

function folder_of(path) {
	return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/) - 1) : ""
}

function stem_of(path) {
	sub(/\.[^.\/]*$/, "", path)
	return path
}

# The row that speaks for a file: its own, or its folder's.  `server/hub*` is a row of
# all files whose names begin so.
function row_of(path,    who) {
	if (path in rows)
		return path
	if (stem_of(path) in rows && path ~ /\//)
		return stem_of(path)
	for (who in rows)
		if (who ~ /\*$/ && index(path, substr(who, 1, length(who) - 1)) == 1)
			return who
	return folder_of(path)
}

# What a file is called here: src/view/stage.h is view/stage.h.
function short_of(file) {
	sub(/^(.*\/)?(src|include)\//, "", file)
	return file
}

function read_list(    i) {
	for (i = 2; i <= NF; i++)
		lists[substr($1, 2), $i]
	names[substr($1, 2)]
}

function read_row(    who, i, outside) {
	who = $1
	sub(/:$/, "", who)
	rows[who]
	for (i = 2; i <= NF; i++) {
		if ($i == "|")
			outside = 1
		else if (!outside)
			ours[who, $i]
		else {
			theirs[who, $i]
			if (!($i in names))
				seen[$i] = seen[$i] " " who
		}
	}
}

# By ARROWS' own law: two folders at most for each outside library.
function check_rows(    lib, n, parts) {
	for (lib in seen) {
		n = split(seen[lib], parts, " ")
		if (n > 2 && lib !~ /^(libintl|time)\.h$/)
			complain("src/ARROWS: <" lib "> is seen by" seen[lib])
	}
	check_circles()
}

# Folders that see none but settled ones are settled; what is left at the end goes round.
function check_circles(    who, pair, parts, left, more, waits) {
	for (who in rows)
		if (who !~ /\//)
			left[who]
	for (more = 1; more;) {
		more = 0
		for (who in left) {
			waits = 0
			for (pair in ours) {
				split(pair, parts, SUBSEP)
				waits += parts[1] == who && parts[2] != who && (parts[2] in left)
			}
			if (!waits) {
				delete left[who]
				more = 1
			}
		}
	}
	for (who in left)
		complain("src/ARROWS: the arrows of " who " go round in a circle")
}

function ours_is_allowed(row, path,    folder) {
	folder = folder_of(path)
	if ((row, folder) in ours || (row, stem_of(path)) in ours)
		return 1
	return row == folder || row == row_of(path)
}

function theirs_is_allowed(row, path,    list) {
	if ((row, path) in theirs || (row, folder_of(path) "/") in theirs)
		return 1
	for (list in names)
		if ((row, list) in theirs && (list, path) in lists)
			return 1
	return 0
}

FNR == NR && /^=/ { read_list() }
FNR == NR && /^[^#=]/ && NF { read_row() }
FNR == NR { next }

FNR == 1 {
	if (!checked++)
		check_rows()
	file = short_of(FILENAME)
	row = row_of(file)
	if (!(row in rows))
		complain(FILENAME ": there is no row for it in src/ARROWS")
}

/^[ \t]*#[ \t]*include/ && row in rows {
	sub(/\r$/, "")
	name = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
	mark = substr(name, 1, 1)
	path = substr(name, 2)
	sub(/[">].*/, "", path)
	if (mark == "\"" && path !~ /\//)
		complain(FILENAME ":" FNR ": \"" path "\" must name its folder")
	else if (mark == "\"" ? !ours_is_allowed(row, path) : !theirs_is_allowed(row, path))
		complain(FILENAME ":" FNR ": " row " may not include " \
			(mark == "\"" ? "\"" path "\"" : "<" path ">"))
}

END { exit bad }
