#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mkplans.py PLAN.txt... OUT.c: the plans of meetings that come with the program, as C."""
import os
import sys


def literal(text):
    lines = [line.replace("\\", "\\\\").replace('"', '\\"') for line in text.splitlines()]
    return "\n".join('\t"%s\\n"' % line for line in lines)


def main(paths, out):
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "server/plans.h"\n\nconst struct plan plans[] = {\n')
        for path in sorted(paths, key=os.path.basename):
            name = os.path.splitext(os.path.basename(path))[0]
            with open(path, encoding="utf-8") as plan:
                f.write('{ "%s",\n%s },\n' % (name, literal(plan.read())))
        f.write("{ 0, 0 },\n};\n")


main(sys.argv[1:-1], sys.argv[-1])
