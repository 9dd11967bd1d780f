#!/bin/bash
# SPDX-License-Identifier: MIT
# Takes the words of the files in POTFILES into porchlight.pot, or into the file that is
# named, and, without a name, into each language's file.
cd "$(dirname "$0")/../.." || exit 1
pot=${1:-src/po/porchlight.pot}
files=$(grep -v '^#' src/po/POTFILES)
# shellcheck disable=SC2086
xgettext --language=C --from-code=UTF-8 --keyword --keyword=_ --keyword=N_ --keyword=gettext \
	--keyword=ngettext:1,2 --no-wrap --add-location=file --sort-by-file \
	--package-name=porchlight --copyright-holder='the porchlight authors' -o "$pot.new" $files &&
	sed -i '/^"POT-Creation-Date:/d; 1,5d' "$pot.new" &&
	sed -i -e '1i # SPDX-License-Identifier: MIT' -e '/^#, fuzzy$/d' \
		-e 's/charset=CHARSET/charset=UTF-8/' "$pot.new" &&
	mv "$pot.new" "$pot" || exit 1
[ $# = 0 ] || exit 0
for language in $(grep -v '^#' src/po/LINGUAS); do
	msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching \
		"src/po/$language.po" "$pot" || exit 1
done
