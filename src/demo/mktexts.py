#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mktexts.py NAME.txt... OUT.c: the scripts that practice plays, as C."""
import os
import sys

rows = []
with open(sys.argv[-1], "w", encoding="ascii") as out:
    out.write('#include "demo/texts.h"\n')
    for path in sys.argv[1:-1]:
        with open(path, "rb") as text:
            data = text.read()
        out.write("static const char text_%d[] = {" % len(rows))
        out.write(",".join("%s%d" % ("\n" if i % 16 == 0 else "", b if b < 128 else b - 256)
                           for i, b in enumerate(data)))
        out.write(",0};\n")
        rows.append('{ "%s", { text_%d, sizeof(text_%d) - 1 } },\n'
                    % (os.path.basename(path), len(rows), len(rows)))
    out.write("const struct texts_row texts[] = {\n%s{ 0, { 0, 0 } },\n};\n" % "".join(rows))
