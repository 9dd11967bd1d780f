#!/bin/sh
# SPDX-License-Identifier: MIT
# A person's first five minutes by ear: the program is started for the first time under yasr, and
# all that yasr says is printed, from the question which face it is to be to the way out.
#   first_five.sh [BUILD]     a build folder that has been built; build/
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "${1:-$top/build}" && pwd) || exit 1
PORCHLIGHT=$build/src/porchlight PORCHLIGHTD=$build/src/porchlightd SOURCE=$top GOLDEN=show \
	exec "$build/tests/e2e/e2e_spoken" the_first_five_minutes
