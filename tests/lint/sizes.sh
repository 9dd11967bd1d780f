#!/bin/sh
# SPDX-License-Identifier: MIT
# Files of at most 500 lines, functions of at most 40 (a test of 60), with at most 5
# parameters.
. "$(dirname "$0")/lib.sh"
has ctags
ctags --version | grep -q Universal || skip "ctags is not universal-ctags"
bad=0
wc -l $(c_files) $(find src tests -name '*.py' -o -name '*.sh') |
	awk '$1 > 500 && $2 != "total" { print $2 ":500: the file has " $1 " lines, not 500"; bad = 1 }
		END { exit bad }' || bad=1
# The signature's commas, but for those inside of a parameter that is itself a function.
ctags -x --_xformat='%F %n %e %N %S' --languages=C --kinds-C=f --fields=+neS $(c_files) | awk '
	function commas(s,    i, c, deep, n) {
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			deep += (c == "(") - (c == ")")
			n += c == "," && deep == 1
		}
		return n
	}
	function complain(text) {
		print $1 ":" $2 ": " $4 text
		bad = 1
	}
	{ most = /^tests/ ? 60 : 40 }
	$3 - $2 + 1 > most { complain(" has " $3 - $2 + 1 " lines, not " most) }
	{ s = $0; sub(/^[^(]*/, "", s) }
	# Two callbacks of OpenSSL have six and eight.
	commas(s) > 4 && !($4 == "on_ticket" && commas(s) == 5) && !($4 == "on_bio" && commas(s) == 7) { complain(" has " commas(s) + 1 " parameters, not 5") }
	END { exit bad }' || bad=1
exit $bad
