#!/bin/bash
# SPDX-License-Identifier: MIT
# libporchlight shows what include/porchlight declares, and nothing else.
#   exports.sh LIBRARY
bad=0
export LC_ALL=C
declared=$(sed 's|/\*.*\*/||' include/porchlight/*.h | grep -oE '\bpl_[a-z_]+\(' | tr -d '(' | sort -u)
shown=$(nm -D --defined-only "$1" | awk '{ print $NF }' | sort -u)
for name in $(comm -13 <(echo "$declared") <(echo "$shown")); do
	echo "the library shows $name, which include/porchlight does not declare"
	bad=1
done
for name in $(comm -23 <(echo "$declared") <(echo "$shown")); do
	echo "include/porchlight declares $name, which the library does not have"
	bad=1
done
exit $bad
