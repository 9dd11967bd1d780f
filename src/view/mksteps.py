#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mksteps.py LANGUAGE.txt... OUT.c: what to do when somebody is not safe, as C."""
import os
import sys


def literal(line):
    return '"%s"' % line.replace("\\", "\\\\").replace('"', '\\"')


def steps(path):
    with open(path, encoding="utf-8") as text:
        lines = [line.strip() for line in text]
    return [line for line in lines if line and not line.startswith("#")]


def main(paths, out):
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "view/protocol.h"\n\n')
        names = sorted(os.path.splitext(os.path.basename(path))[0] for path in paths)
        for path in paths:
            name = os.path.splitext(os.path.basename(path))[0]
            rows = ",\n\t".join(literal(line) for line in steps(path))
            f.write("static const char *const %s[] = {\n\t%s, 0,\n};\n" % (name, rows))
        rows = "".join('\t{ "%s", %s },\n' % (name, name) for name in names)
        f.write("const struct protocol protocols[] = {\n%s\t{ 0, 0 },\n};\n" % rows)


main(sys.argv[1:-1], sys.argv[-1])
