#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mktexts.py FOLDER/NAME.txt... OUT.c: the texts of src/content that lead a group, as C.
FOLDER is plans, exercises or lessons; NAME.LANGUAGE.txt is NAME in another language."""
import os
import sys


def literal(text):
    lines = [line.replace("\\", "\\\\").replace('"', '\\"') for line in text.splitlines()]
    return "\n".join('\t"%s\\n"' % line for line in lines)


def main(paths, out):
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "guide/texts.h"\n\nconst struct guide_text guide_texts[] = {\n')
        for path in sorted(paths):
            kind = os.path.basename(os.path.dirname(path))[:-1].upper()
            name, language = (os.path.basename(path).split(".") + [""])[:2]
            language = "" if language == "txt" else language
            with open(path, encoding="utf-8") as text:
                f.write('{ GUIDE_%s, "%s",\n%s, "%s" },\n'
                        % (kind, name, literal(text.read()), language))
        f.write("{ 0, 0, 0, 0 },\n};\n")


main(sys.argv[1:-1], sys.argv[-1])
