#!/bin/sh
# SPDX-License-Identifier: MIT
# Each file that a person wrote says its licence in the first line (a script's second).
. "$(dirname "$0")/lib.sh"
exec awk '
	function judge() {
		if (name != "" && line !~ /SPDX-License-Identifier: MIT( |$)/) {
			print name ":1: the first line is not SPDX-License-Identifier: MIT"
			bad = 1
		}
	}
	FNR == 1 { judge(); name = FILENAME; line = $0 }
	FNR == 2 && line ~ /^#!/ { line = $0 }
	END { judge(); exit bad }' $(written_files)
