#!/bin/sh
# SPDX-License-Identifier: MIT
# The pages are sound mdoc, and what they refer to is there.
. "$(dirname "$0")/lib.sh"
has mandoc
bad=0
mandoc -Tlint -W warning man/*.[1-8] 2>/dev/null | sed 's/^mandoc: //' | grep . && bad=1
for ref in $(awk '/^\.Xr (lib)?porchlight/ { print FILENAME ":" FNR ":" $2 "." $3 }' man/*.[1-8]); do
	[ -f "man/${ref##*:}" ] && continue
	echo "${ref%:*}: there is no man/${ref##*:}"
	bad=1
done
exit $bad
