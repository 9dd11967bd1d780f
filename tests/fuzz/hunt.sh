#!/bin/sh
# SPDX-License-Identifier: MIT
# Looks for new finds with libFuzzer (clang): hunt.sh TARGET SECONDS [libFuzzer's options]
# What it finds is in build/hunt/TARGET; a find goes into corpus/TARGET, where it stays found.
set -eu
name=$1 seconds=$2
shift 2
cd "$(dirname "$0")/../.."
top=$PWD dir=build/hunt
[ -f $dir/build.ninja ] || CC=clang meson setup $dir -Dhunt=true -Db_lundef=false \
	-Db_sanitize=address,undefined -Dc_args=-fsanitize=fuzzer-no-link >/dev/null
ninja -C $dir "tests/fuzz/hunt_$name"
mkdir -p "$dir/$name"
cd "$dir/$name"
mkdir -p seen
exec env UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
	LSAN_OPTIONS="suppressions=$top/tests/support/lsan.supp:print_suppressions=0" \
	"$top/$dir/tests/fuzz/hunt_$name" seen "$top/tests/fuzz/corpus/$name" -max_total_time="$seconds" \
	-print_final_stats=1 -rss_limit_mb=3000 "$@"
