#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mkforms.py FILE... OUT.c: the forms and coping cards of src/content, as C.
worksheets/NAME.json is a FHIR Questionnaire, whose kind is its code of urn:porchlight:kind.
cards/SITUATION.txt has a line "title TITLE", and for each card "card NAME TITLE" and its
"step TEXT" lines; SITUATION.LANGUAGE.txt is the same in another language.  A line that begins
with a hash is not read.  Arrays, as a string of C need not be longer than 4,095 bytes."""
import json
import os
import sys

KINDS = ["worksheet", "measure", "check-in", "urge", "script", "safety-plan", "wish"]


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def array(name, text):
    numbers = ["%d" % b if b < 128 else "'\\%o'" % b for b in text.encode()]
    rows = [",".join(numbers[i:i + 24]) for i in range(0, len(numbers), 24)]
    return "static const char %s[] = {\n%s,0\n};\n" % (name, ",\n".join(rows))


def kind_of(path, form):
    kinds = [c["code"] for c in form.get("code", []) if c["system"] == "urn:porchlight:kind"]
    if len(kinds) != 1 or kinds[0] not in KINDS:
        sys.exit("%s: its code has to say which kind it is" % path)
    return kinds[0]


def forms(paths, out):
    rows = []
    for i, path in enumerate(sorted(paths)):
        with open(path, encoding="utf-8") as text:
            form = json.load(text)
        compact = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
        out.write(array("form_%d" % i, compact))
        name = os.path.basename(path)[:-len(".json")]
        rows.append("{ %s, %s, { form_%d, sizeof(form_%d) - 1 } },\n"
                    % (quoted(name), quoted(kind_of(path, form)), i, i))
    out.write("const struct form_text form_texts[] = {\n%s{ 0, 0, { 0, 0 } },\n};\n"
              % "".join(rows))


def read_cards(path):
    """The situation's title, and a card each: name, title, steps."""
    title, cards = "", []
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            word, _, rest = line.strip().partition(" ")
            rest = rest.strip()
            if not word or word.startswith("#"):
                continue
            if word == "title" and rest and not title:
                title = rest
            elif word == "card" and " " in rest:
                cards.append(rest.split(None, 1) + [[]])
            elif word == "step" and rest and cards:
                cards[-1][2].append(rest)
            else:
                sys.exit("%s: line %d: %s" % (path, number, line.strip()))
    if not title or not cards or not all(steps for _, _, steps in cards):
        sys.exit("%s: a title, or a step, is missing" % path)
    return title, cards


def cards(paths, out):
    situations, rows = [], []
    for path in paths:
        name, language = (os.path.basename(path).split(".") + [""])[:2]
        language = "" if language == "txt" else language
        title, its = read_cards(path)
        situations.append("{ %s, %s, %s },\n" % (quoted(name), quoted(language), quoted(title)))
        for card, card_title, steps in its:
            rows.append("{ %s, %s, %s, %s,\n\t%s },\n"
                        % (quoted(name), quoted(card), quoted(language), quoted(card_title),
                           ' "\\n"\n\t'.join(quoted(step) for step in steps)))
    out.write("const struct card_text card_texts[] = {\n%s{ 0, 0, 0, 0, 0 },\n};\n"
              % "".join(rows))
    out.write("const struct situation_text situation_texts[] = {\n%s{ 0, 0, 0 },\n};\n"
              % "".join(situations))


def main(paths, made):
    with open(made, "w", encoding="utf-8") as out:
        out.write('#include "forms/forms.h"\n\n')
        forms([p for p in paths if p.endswith(".json")], out)
        cards([p for p in paths if p.endswith(".txt")], out)


main(sys.argv[1:-1], sys.argv[-1])
