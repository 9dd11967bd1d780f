#!/bin/bash
# SPDX-License-Identifier: MIT
# What is said to people can be translated: POTFILES has each file with marked words, the
# template has each of these words, and each language's file is of the form.
. "$(dirname "$0")/lib.sh"
has xgettext
has msgfmt
bad=0

complain() {
	echo "$1"
	bad=1
}

words() { # FILE: its sentences, one a line
	msgattrib --no-wrap --no-location "$1" | grep -E '^(msgid|msgid_plural) "..*"' | sort
}

for f in $(grep -rlE '\b(N_|_|gettext|ngettext)\("' src --include='*.[ch]' | sort); do
	grep -qx "$f" src/po/POTFILES || complain "src/po/POTFILES: $f is missing"
done
now=$(mktemp) || exit 1
trap 'rm -f "$now"' EXIT
said=$(bash src/po/update.sh "$now" 2>&1) || exit 1
[ -z "$said" ] || complain "$said" # an empty sentence, say: it takes the place of the head
while read -r line; do
	complain "src/po/porchlight.pot: run src/po/update.sh: $line"
done < <(diff <(words src/po/porchlight.pot) <(words "$now") | grep '^[<>]')
for language in $(grep -v '^#' src/po/LINGUAS); do
	msgfmt --check --output-file=/dev/null "src/po/$language.po" 2>"$now" ||
		complain "src/po/$language.po: $(head -n 1 "$now")"
done
exit $bad
