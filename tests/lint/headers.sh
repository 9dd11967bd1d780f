#!/bin/sh
# SPDX-License-Identifier: MIT
# Each header compiles with nothing before it, and twice.  The public ones do so as plain
# C11, with no other folder to be seen.
#   headers.sh CC FLAGS...
. "$(dirname "$0")/lib.sh"
what=$(mktemp) || exit 1
trap 'rm -f "$what"' EXIT
bad=0

# once FOLDER NAME CC FLAGS...
once() {
	folder=$1 name=$2
	shift 2
	printf '#include "%s"\n#include "%s"\ntypedef int not_empty;\n' "$name" "$name" |
		"$@" -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -xc - 2>"$what" &&
		return
	echo "$folder/$name: does not compile alone, twice: $(grep -m1 -E 'error:' "$what")"
	bad=1
}

for h in $(cd src && find . -name '*.h' | sort); do
	once src "${h#./}" "$@" -Isrc -Iinclude
done
for h in $(cd include && find . -name '*.h' | sort); do
	once include "${h#./}" "$@" -U_GNU_SOURCE -Iinclude
done
exit $bad
