#!/bin/bash
# SPDX-License-Identifier: MIT
# usage: tests/analyse.sh [cppcheck|scan-build|gcc]
#
# What other programs find in the sources, beside clang-tidy, which is a lint.  By hand: each
# takes minutes.  What was looked at and is no fault is a row of tests/analyse.known, with why;
# a find without a row fails.  Needs cppcheck, clang-tools, gcc.
cd "$(dirname "$0")/.." || exit 1
known=tests/analyse.known
build=${TMPDIR:-/tmp}/porchlight-analyse.$$
trap 'rm -rf "$build"' EXIT
mkdir -p "$build"

run_cppcheck() {
	cppcheck -q -j "$(nproc)" --enable=warning,performance,portability --std=c11 -D_GNU_SOURCE \
		'-DPORCHLIGHT_VERSION="0"' --library=tests/analyse.cfg -Iinclude -Isrc \
		--template='{file}:{line}: {id}: {message}' src 2>&1
}

# Its finds, if it was built at all.
found_in() {
	grep -E "^\.\./.*warning: $2" "$1.out" | sed -E 's,^(\.\./)*.*src/,src/,'
	[ -x "$1/src/porchlightd" ] || echo "$1: it was not built"
}

# Meson keeps the compiler that it is set up with: that has to be scan-build's, too.
run_scan_build() {
	env -u CC scan-build meson setup "$build/scan" -Dtests=disabled -Db_colorout=never >/dev/null
	scan-build -o "$build/found" ninja -k0 -C "$build/scan" >"$build/scan.out" 2>&1
	found_in "$build/scan"
}

run_gcc() {
	CC=gcc meson setup "$build/gcc" -Dtests=disabled -Dc_args=-fanalyzer -Db_colorout=never >/dev/null
	ninja -k0 -C "$build/gcc" >"$build/gcc.out" 2>&1
	found_in "$build/gcc" '.*-Wanalyzer'
}

# A row is FILE WORD, and then why: finds of this file that have this word.
unknown() {
	awk -v known="$known" '
		BEGIN {
			while ((getline line < known) > 0)
				if (line !~ /^#/ && split(line, part, " ") > 2) {
					file[++n] = part[1]
					word[n] = part[2]
				}
		}
		{
			for (i = 1; i <= n; i++)
				if (index($0, file[i] ":") == 1 && index($0, word[i]))
					next
			print
			bad = 1
		}
		END { exit bad }'
}

status=0
for tool in ${1:-cppcheck scan-build gcc}; do
	echo "== $tool"
	"run_${tool//-/_}" | sort -u | unknown || status=1
done
exit $status
