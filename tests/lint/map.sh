#!/bin/bash
# SPDX-License-Identifier: MIT
# src/README.md is true: each folder of src/ is on it, each path on it is there, and each
# function of the journeys is in the file that it names.
map=src/README.md
bad=0

complain() {
	echo "$map:$1: $2"
	bad=1
}

for d in src/*/; do
	d=${d#src/}
	grep -qF "\`$d\`" $map || complain 1 "the folder \`$d\` is not on the map"
done
while read -r line path; do
	[ -e "src/$path" ] || [ -e "$path" ] || [ -e "src/$path.c" ] || complain "$line" "there is no $path"
done < <(grep -noE '`[a-z]+/[A-Za-z_./0-9-]*`' $map | tr -d '`' | tr ':' ' ' | grep -v NAME)
while read -r line name path; do
	grep -qE "^[a-z].*\b$name\(" "src/$path" 2>/dev/null ||
		complain "$line" "there is no $name in $path"
done < <(grep -nE '^ *[1-5]? +[a-z_]+ +[a-z]+/[a-z_]+\.c ' $map |
	sed -E 's/^([0-9]+): *[1-5]? +([a-z_]+) +([a-z_/]+\.c) .*/\1 \2 \3/')
exit $bad
