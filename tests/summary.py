#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""summary.py TESTLOG.json

What meson's tests came to: for each one that failed the lines that matter, then
`N passed, N failed` as the last line, and the same as the exit status.
"""
import json
import re
import sys

SHOWN = 12  # lines of one test
TELLING = re.compile(
    r"error:|runtime error|ERROR: |\[   LINE   \]|\[  ERROR   \]|\[  FAILED  \] [a-z]|Assertion|"
    r"leak of|SUMMARY: |Traceback|Error\b|    #\d+ .* (\.\./){2}(src|tests)/")


def name_of(row):
    return row["name"].split(" / ")[-1]


def telling(row):
    lines = [l.rstrip() for l in (row.get("stdout", "") + "\n" + row.get("stderr", "")).split("\n")]
    lines = [l for l in lines if l]
    if name_of(row).startswith("lint-"):
        return lines  # a lint prints nothing else
    return list(dict.fromkeys(l for l in lines if TELLING.search(l))) or lines[-3:]


def main(path):
    try:
        with open(path, encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
    except (OSError, ValueError):  # not there, or cut off
        rows = []
    skipped = [r for r in rows if r["result"] == "SKIP"]
    failed = [r for r in rows if r["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")]
    for r in failed:
        lines = telling(r)
        print(f"failed: {name_of(r)} ({r['result'].lower()}, {r['duration']:.1f} s)")
        for line in lines[:SHOWN]:
            print("  " + line)
        if len(lines) > SHOWN:
            print(f"  and {len(lines) - SHOWN} lines more")
    for r in skipped:
        why = (r.get("stdout", "").strip().split("\n") or [""])[-1]
        print(f"skipped: {name_of(r)}: {why.removeprefix('skipped: ')}")
    passed = len(rows) - len(failed) - len(skipped)
    bad = len(failed) or (0 if rows else 1)  # nothing run is no success
    print(f"{passed} passed, {bad} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    sys.exit(bad > 0)


main(sys.argv[1])
