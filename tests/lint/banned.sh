#!/bin/sh
# SPDX-License-Identifier: MIT
# No call that has a better one, and nothing in the tests that waits by sleeping.
. "$(dirname "$0")/lib.sh"
bad=0
awk -f "$(dirname "$0")/banned.awk" $(c_files) || bad=1
# The protocol's client waits between two attempts, as the protocol asks of it.
scripts=$(find tests run .ci/run -type f \( -name '*.py' -o -name '*.sh' -o -name run \) \
	2>/dev/null | grep -vE '^tests/lint/|/protocol_client\.py$')
if [ -n "$scripts" ] && awk '
	{ sub(/(^|[ \t])#.*/, "") }
	/(^|[^A-Za-z_-])sleep([( \t]|$)/ {
		print FILENAME ":" FNR ": nothing sleeps: wait for what is to come"
		found = 1
	}
	END { exit !found }' $scripts; then
	bad=1
fi
exit $bad
