#!/bin/bash
# SPDX-License-Identifier: MIT
# A lint that cannot fail is no lint: each one passes a small clean tree, and finds in it
# the breach that is planted.
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
cd "$tree" || exit 1
tries=0
bad=0

put() { # FILE: its content on stdin
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

clean_tree() {
	rm -rf ./*
	mkdir -p include/porchlight tests man .ci
	cp "$here/../../.clang-format" "$here/../../.clang-tidy" .
	put src/ARROWS <<'X'
# SPDX-License-Identifier: MIT
=libc stddef.h string.h
base: | libc
view: base | libc
view/pure*: |
X
	put src/base/buf.h <<'X'
/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

size_t buf_length(const char *s);

#endif
X
	put src/view/meeting.c <<'X'
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"

/* strcpy( in a comment, and "sleep(1)" in a text, are no calls. */
static const char *what = "sleep(1)";

size_t buf_length(const char *s)
{
	return strlen(s) + strlen(what);
}
X
	put src/README.md <<'X'
| `base/` | `view/` | view/meeting.c
1  buf_length   view/meeting.c   how long
X
	put run <<'X'
#!/bin/sh
# SPDX-License-Identifier: MIT
# sleep is a word here.
X
	put man/porchlight.1 <<'X'
.\" SPDX-License-Identifier: MIT
.Dd November 23, 2026
.Dt PORCHLIGHT 1
.Os
.Sh NAME
.Nm porchlight
.Nd a meeting
X
}

# expect LINT WHAT-IT-PRINTS [ARGS...]: nothing expected is a clean pass.
expect() {
	local lint=$1 want=$2 out rc
	shift 2
	tries=$((tries + 1))
	out=$("$here/$lint.sh" "$@" 2>&1)
	rc=$?
	if [ $rc = 77 ]; then
		echo "$lint: $out"
	elif [ -z "$want" ] && [ $rc != 0 ]; then
		echo "$lint fails for a clean tree: $out"
		bad=1
	elif [ -n "$want" ] && { [ $rc = 0 ] || ! grep -qF -e "$want" <<<"$out"; }; then
		echo "$lint does not find: $want"
		[ -z "$out" ] || echo "  it says: $out"
		bad=1
	fi
}

clean_tree
for lint in arrows banned spdx format mandoc map sizes; do
	expect $lint ''
done
expect headers '' cc

# ---- who includes whom ----
sed -i '2i #include <ncurses.h>' src/view/meeting.c
expect arrows 'src/view/meeting.c:2: view may not include <ncurses.h>'
clean_tree
echo '#include "view/meeting.h"' >>src/base/buf.h
expect arrows 'src/base/buf.h:10: base may not include "view/meeting.h"'
clean_tree
echo '#include "base/buf.h"' >src/view/pure_too.c
expect arrows 'src/view/pure_too.c:1: view/pure* may not include "base/buf.h"'
echo '#include "buf.h"' >src/view/pure_too.c
expect arrows 'src/view/pure_too.c:1: "buf.h" must name its folder'
mkdir src/tui && touch src/tui/tui.c && echo >src/tui/tui.c
expect arrows 'src/tui/tui.c: there is no row for it in src/ARROWS'
clean_tree
sed -i 's/^base:/base: view/' src/ARROWS
expect arrows 'src/ARROWS: the arrows of base go round in a circle'
clean_tree
printf '%s\n' 'a: | x.h' 'b: | x.h' 'c: | x.h' >>src/ARROWS
expect arrows 'src/ARROWS: <x.h> is seen by a b c'

# ---- SECURITY.md ----
clean_tree
touch tests/analyse.sh tests/test_x.c
mkdir tests/unit && echo >tests/unit/test_y.c
echo '`test_y`, `tests/analyse.sh`, `porchlight(1)`' >SECURITY.md
expect security ''
echo '`test_z`' >>SECURITY.md
expect security 'SECURITY.md:2: there is no test test_z'
echo '`test_y` `tests/none.sh`' >SECURITY.md
expect security 'SECURITY.md:1: there is no tests/none.sh'
echo 'no tests' >SECURITY.md
expect security 'SECURITY.md:1: there is no test named at all'

# ---- calls ----
clean_tree
echo 'void f(void) { g("a" /* */, strcpy(a, b)); }' >>src/view/meeting.c
expect banned 'src/view/meeting.c:13: strcpy is not used here'
clean_tree
echo 'void f(void) { x->sleep(1); usleep (5); }' >tests/test_x.c
expect banned 'tests/test_x.c:1: usleep is not used here'
clean_tree
echo 'sleep 1' >>run
expect banned 'run:4: nothing sleeps'
clean_tree
echo 'time.sleep(1)' >tests/x.py
expect banned 'tests/x.py:1: nothing sleeps'

# ---- form ----
clean_tree
echo 'int x;' >src/view/none.c
expect spdx 'src/view/none.c:1: the first line is not SPDX-License-Identifier: MIT'
clean_tree
echo 'int   x;' >>src/view/meeting.c
expect format 'src/view/meeting.c:13: clang-format -i sets it otherwise'
clean_tree
yes '/* */' | head -n 501 >src/view/long.c
expect sizes 'src/view/long.c:500: the file has 501 lines, not 500'
{ echo 'void f(void)' && echo '{' && yes ';' | head -n 38 && echo '}'; } >src/view/long.c
expect sizes 'src/view/long.c:1: f has 41 lines, not 40'
echo 'void f(int a, int b, int c, int d, void (*e)(int, int)) { }' >src/view/long.c
expect sizes ''
echo 'void f(int a, int b, int c, int d, int e, int g) { }' >src/view/long.c
expect sizes 'src/view/long.c:1: f has 6 parameters, not 5'
clean_tree
sed -i '/stddef/d' src/base/buf.h
expect headers 'src/base/buf.h: does not compile alone, twice' cc
clean_tree
printf '%s\n' '#include "base/buf.h"' 'struct pl { int a; };' >include/porchlight/client.h
expect headers 'include/porchlight/client.h: does not compile alone, twice' cc

# ---- the manual ----
clean_tree
echo '.Xr porchlightd 8' >>man/porchlight.1
expect mandoc 'man/porchlight.1:8: there is no man/porchlightd.8'
clean_tree
printf '%s\n' '.Bl -tag' '.It a' >>man/porchlight.1
expect mandoc 'man/porchlight.1:'

# The programs' tables and help, and pages that say the same.
manual_tree() {
	clean_tree
	mkdir -p src/wire src/server src/start
	echo '{ "say", BUDGET_PER_CONNECTION, { 9, 1 }, 0, BUDGET_SAYS_RATE },' >src/server/budget.c
	echo '{ "weak", 400 },' >src/server/door.c
	echo '#define WIRE_E_FORM "form" /* why */' >src/wire/wire.h
	printf '\t%s,\n' 'WIRE_A = 4' 'WIRE_B = 4' >src/wire/limits.h
	put tables <<'X'
#!/bin/sh
printf '%s\t%s\n' verb say key 'Page Up' setting port message 'client y say: g k b' \
	command serve command 'group add' flag --all
X
	put client <<'X'
#!/bin/sh
printf '%s\n' 'usage: porchlight [--line]' '  -h, --help   this'
X
	put server <<'X'
#!/bin/sh
printf '%s\n' '  --port N   the port' '  --all'
X
	printf '%s\n' '} keys[] = {' '{ "bell", set_bell },' '};' >src/start/settings.c
	chmod +x tables client server
	printf '%s\n' '.Sh OPTIONS' '.It Fl -line' '.It Fl h , -help' \
		'.It Ic /say Ar TEXT , Sy Page Up' >>man/porchlight.1
	printf '%s\n' '.It Ic serve' '.It Ic group add Ar NAME' '.It Fl -all' \
		>man/porchlightd.8
	echo '.It Cm port' >man/porchlightd.conf.5
	echo '.It Cm bell' >man/porchlight.conf.5
	printf '%s\n' '.Ss Messages of the client' '.It Li y Pq say : Li g k b' '.Ss Errors' \
		'.It Li form Ta why' '.Ss Limits' '.It 4 bytes' '.It 4' '.It 9' '.It Li weak Ta 400 Ta why' \
		>man/porchlight-protocol.5
}

# FILE SED-SCRIPT WHAT-IT-PRINTS: the manual's test finds it.
manual_breach() {
	manual_tree
	sed -i "$2" "$1"
	expect manual "$3" ./tables ./client ./server
}

manual_tree
expect manual '' ./tables ./client ./server
manual_breach tables 's/say/tell/' "porchlight.1: word '/tell' is in the program and not in the manual"
manual_breach tables 's/say/tell/' "porchlight.1:11: word '/say' is in the manual and not in the program"
manual_breach tables 's/Page Up/Home/' "key 'Page Up' is in the manual and not in the program"
manual_breach tables 's/port/host/' "porchlightd.conf.5: setting 'host' is in the program"
manual_breach src/start/settings.c 's/bell/face/' "porchlight.conf.5: setting 'face' is in the program"
manual_breach tables 's/: g k b/: g k/' "message 'client y say: b g k' is in the manual"
manual_breach client 's/--line/--full/' "porchlight.1: option '--full' is in the program"
manual_breach client 's/-h, //' "option '-h' is in the manual and not in the program"
manual_breach server 's/--all/--some/' "porchlightd.8: option '--some' is in the program"
manual_breach src/server/budget.c 's/9/8/' "limit '8' is in the program"
manual_breach src/server/door.c 's/400/401/' "status 'weak 401' is in the program"
manual_breach tables 's/--all/--role/' "option '--all' is in the program"
manual_breach tables 's/group add/group list/' "command 'group add' is in the manual"
manual_breach src/wire/wire.h 's/form/odd/' "code 'odd' is in the program"
manual_breach src/wire/limits.h '2d' "limit '4 again' is in the manual"

# ---- what the library shows ----
clean_tree
echo 'int pl_one(int a);' >include/porchlight/client.h
echo 'int pl_one(int a) { return a; }' >lib.c
cc -shared -fPIC -o lib.so lib.c
expect exports '' ./lib.so
echo 'int stray;' >>lib.c
cc -shared -fPIC -o lib.so lib.c
expect exports 'the library shows stray, which include/porchlight does not declare' ./lib.so
echo 'int pl_two(void);' >>include/porchlight/client.h
expect exports 'include/porchlight declares pl_two, which the library does not have' ./lib.so

# ---- the map ----
clean_tree
mkdir src/tui
expect map 'src/README.md:1: the folder `tui/` is not on the map'
clean_tree
echo '`view/none.c`' >>src/README.md
expect map 'src/README.md:3: there is no view/none.c'
clean_tree
echo '   gone  view/meeting.c  or so' >>src/README.md
expect map 'src/README.md:3: there is no gone in view/meeting.c'

# ---- words ----
po_tree() {
	clean_tree
	mkdir src/po
	cp "$here/../../src/po/update.sh" src/po/
	echo 'src/view/meeting.c' >src/po/POTFILES
	echo 'es' >src/po/LINGUAS
	echo 'const char *w = N_("One sentence.");' >>src/view/meeting.c
	bash src/po/update.sh src/po/porchlight.pot
	cp src/po/porchlight.pot src/po/es.po
}
if command -v xgettext >/dev/null; then
	po_tree
	expect po ''
	echo 'const char *v = N_("Another.");' >>src/view/meeting.c
	expect po 'run src/po/update.sh: > msgid "Another."'
	po_tree
	echo 'const char *v = N_("Another.");' >src/base/err.c
	expect po 'src/po/POTFILES: src/base/err.c is missing'
	po_tree
	echo 'msgid "unfinished' >>src/po/es.po
	expect po 'src/po/es.po: '
fi

# ---- bugs ----
clean_tree
cat >>src/view/meeting.c <<'X'
int f(int a)
{
	int b;
	return a ? b : b + 1;
}
X
mkdir build
cat >build/compile_commands.json <<X
[{
    "directory": "$tree/build",
    "command": "cc -I../src -c ../src/view/meeting.c",
    "file": "../src/view/meeting.c"
}]
X
expect tidy 'src/view/meeting.c:16:2: error' "$tree/build"

[ $bad = 0 ] && echo "$tries plantings, all found"
exit $bad
