#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mkconsents.py en.txt LANGUAGE.txt... OUT.c: the words of consents, as C: "KEY: WORDS" a line.
Each language has the keys of the first, and what is filled in there."""
import os
import re
import sys


def literal(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def read(path):
    with open(path, encoding="utf-8") as text:
        lines = [line.strip() for line in text]
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def holes(text):
    return sorted(re.findall(r"\{[a-z]+\}", text))


def main(paths, out):
    texts = [read(path) for path in paths]
    for path, words in zip(paths, texts):
        for key in texts[0].keys() | words.keys():
            if holes(texts[0].get(key, "{only}")) != holes(words.get(key, "{none}")):
                sys.exit("%s: %s is not as in %s" % (path, key, paths[0]))
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "server/consent_words.h"\n\n'
                "const struct consent_words consent_words[] = {\n")
        for key in texts[0]:
            rows = ",\n\t".join(literal(words[key]) for words in texts)
            f.write('{ "%s", {\n\t%s } },\n' % (key, rows))
        f.write("{ 0, { 0 } },\n};\n")


main(sys.argv[1:-1], sys.argv[-1])
