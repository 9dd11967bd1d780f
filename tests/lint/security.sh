#!/bin/bash
# SPDX-License-Identifier: MIT
# SECURITY.md is true: each test, script and manual page that it names is there.
page=SECURITY.md
bad=0

complain() {
	echo "$page:$1: there is no $2"
	bad=1
}

named() { # PATTERN: line and name, of what stands between backquotes
	grep -noE "\`$1\`" $page | tr -d '`' | tr ':' ' '
}

[ -f $page ] || complain 1 $page
tests=0
while read -r line name; do
	tests=$((tests + 1))
	compgen -G "tests/*/$name.c" >/dev/null || compgen -G "tests/*/$name.py" >/dev/null ||
		complain "$line" "test $name"
done < <(named '(test|fuzz)_[a-z0-9_]+')
while read -r line path; do
	[ -e "$path" ] || complain "$line" "$path"
done < <(named '(tests|src)/[A-Za-z0-9_./-]+')
while read -r line name; do
	[ -f "man/${name%(*}.${name//[^0-9]/}" ] || complain "$line" "$name"
done < <(named 'porchlight[a-z.-]*\([0-9]\)')
[ $tests -gt 0 ] || complain 1 'test named at all'
exit $bad
