#!/bin/sh
# SPDX-License-Identifier: MIT
# Spaces and line ends are clang-format's.  Another version sets some rows otherwise.
. "$(dirname "$0")/lib.sh"
has clang-format
clang-format --version | grep -q ' 14\.' || skip "clang-format is not version 14"
clang-format --dry-run $(c_files) 2>&1 | awk -F: '
	/code should be clang-formatted/ && !told[$1]++ {
		print $1 ":" $2 ": clang-format -i sets it otherwise"
		bad = 1
	}
	END { exit bad }'
