#!/bin/bash
# SPDX-License-Identifier: MIT
# Server and client with less and less memory: each start ends with the program running, or with
# words and a status; by hand, for an ordinary build (a sanitizer's takes terabytes).
#
#   tests/bench/memory.sh BUILD
set -u
build=${1:?the build folder}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
server=$build/src/porchlightd
"$server" --data "$dir/data" --host 127.0.0.1 --address 127.0.0.1 --port 44301 init >/dev/null 2>&1
bad=0
silent() { # WHAT LIMIT STATUS FILE
	if [ "$3" -gt 128 ] && [ ! -s "$4" ]; then
		echo "bad: $1 with $2 KB ended by signal $(($3 - 128)), without a word"
		bad=$((bad + 1))
	fi
}
for kb in 8000 12000 16000 20000 24000 28000 32000 40000 50000 60000 70000 80000 90000 100000 \
	110000 120000 140000 160000 180000 200000 250000 300000 400000; do
	(ulimit -c 0 -v $kb; exec timeout 3 "$server" --data "$dir/data" --address 127.0.0.1 \
		--port 44301 serve) >"$dir/out" 2>"$dir/err"
	status=$?
	silent server $kb $status "$dir/err"
	echo "server $kb KB: status $status: $(grep -h -m 1 . "$dir/out" "$dir/err" | head -1)"
	(ulimit -c 0 -v $kb; exec timeout 3 "$build/src/porchlight" --line --guest </dev/null) \
		>"$dir/out" 2>"$dir/err"
	status=$?
	silent client $kb $status "$dir/err"
	echo "client $kb KB: status $status: $(cat "$dir/out" "$dir/err" | grep -m 1 .)"
done
"$server" --data "$dir/data" check >"$dir/out" 2>&1
grep -h database "$dir/out"
[ $bad -eq 0 ]
