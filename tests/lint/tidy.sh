#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy over src/ with .clang-tidy: bugs, and functions that grew.
#   tidy.sh BUILD-DIR
. "$(dirname "$0")/lib.sh"
has clang-tidy
top=$(pwd -P)
found=$(mktemp) || exit 1
trap 'rm -f "$found"' EXIT
# Behind so many states of one function the analyzer gives it up.  With its own 225,000 the
# whole takes ten times as long, and has found nothing more.
states="--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=20000"
# The names in compile_commands.json go from the build folder; those not made there are ours.
sed -n 's/^ *"file": "\(.*\)".*/\1/p' "$1/compile_commands.json" | sort -u |
	(cd "$1" && xargs realpath) | grep "^$top/src/" |
	xargs -n 2 -P "$(nproc)" clang-tidy -p "$1" --quiet --extra-arg=-Wno-unknown-warning-option \
		$states \
		>"$found" 2>/dev/null
good=$?
grep -E ': (error|warning): ' "$found" | sed "s|^$1/||; s|^\(\.\./\)*||; s|^$top/||" | sort -u
exit $good
