#!/bin/bash
# SPDX-License-Identifier: MIT
# The manual and the programs' tables name the same things.
#   manual.sh TABLES PORCHLIGHT PORCHLIGHTD
#
#   page                     what it names there              what the program has
#   porchlight.1             .It Fl OPTION                    porchlight --help
#                            .It Ic /WORD                     stage_verbs, stage_views
#                            .It ... Sy KEY                   their keys, edit_rows, hand_rows
#   porchlightd.8            .It Ic COMMAND                   admin_commands
#                            .It Fl OPTION, but for settings  porchlightd help, as admin_flags
#   porchlightd.conf.5       .It Cm SETTING                   conf_rows
#   porchlight.conf.5        .It Cm SETTING                   keys[] of start/settings.c
#   porchlight-protocol.5    .It Li T Pq WORD : Li FIELDS     wire_rows
#                            .Ss Errors .It Li CODE           WIRE_E_ of wire.h
#                            .Ss Limits .It NUMBER            limits.h, rows of budget.c
#                            .It Li CODE Ta STATUS            the rows of door.c
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
tables=$($1) || exit 1
bad=0

# compare PAGE WHAT: the page's list on fd 3, the program's on fd 4.
compare() {
	local page=man/$1 what=$2 line at
	if [ ! -f "$page" ]; then
		echo "$page: there is no such page"
		bad=1
		return
	fi
	while IFS= read -r line; do
		case $line in
		$'\t'*) echo "$page: $what '${line#?}' is in the program and not in the manual" ;;
		*) at=$(grep -nm1 -F -e "${line#/}" "$page" | cut -d: -f1)
			echo "$page:${at:-1}: $what '$line' is in the manual and not in the program" ;;
		esac
		bad=1
	done < <(LC_ALL=C comm -3 <(LC_ALL=C sort -u <&3) <(LC_ALL=C sort -u <&4))
}

named() { # PAGE MACRO [SECTION]
	awk -v macro="$2" -v section="${3-}" -f "$here/mdoc.awk" "man/$1" 2>/dev/null
}

rows() { # KIND
	sed -n "s/^$1	//p" <<<"$tables"
}

options() { # HELP-TEXT
	grep -oE -e '(^|[ ,|[])-(-[a-z][a-z-]*|[A-Za-z])\b' <<<"$1" | grep -oE -e '-.*'
}

client_settings() {
	sed -n '/^} keys\[\] = {/,/^};/p' src/start/settings.c | grep -oE '"[a-z_]+"' | tr -d '"'
}

not_settings() {
	grep -vxF -f <(rows setting | sed 's/^/--/')
}

limits() {
	tr '\n' ' ' <src/wire/limits.h | grep -oE 'WIRE_[A-Z_]+ =\s+[0-9]+' | grep -oE '[0-9]+'
}

bursts() { # how much of each kind may come, or be, at once
	tr -s '\n\t' ' ' <src/server/budget.c | grep -oE 'BUDGET_PER_[A-Z]+, +\{ [0-9]+, [0-9]+ \}, +[0-9]+' |
		awk '{ print $3 + 0; if ($NF) print $NF }' | sort -u
}

messages() { # of the protocol's page, in the form of tables.c
	awk '/^\.Ss Messages of the / { side = $NF }
		/^\.S[hs] / && !/Messages of the/ { side = "" }
		side && /^\.It Li . Pq / {
			gsub(/ (Li|No|,)/, "")
			print side, $2, $4 substr($0, index($0, " :") + 1)
		}' man/porchlight-protocol.5 2>/dev/null
}

# The letters of both lists in one order.
in_order() {
	awk '{
		out = ""
		for (half = split($0, part, / maybe/); half; half--) {
			letters = part[half]
			sub(/^[^:]*:/, "", letters)
			some = ""
			for (i = 97; i < 123; i++)
				if (index(letters, sprintf("%c", i)))
					some = some " " sprintf("%c", i)
			out = (half == 2 ? " maybe" : "") some out
		}
		print substr($0, 1, index($0, ":")) out
	}'
}

# Each number once: the second 64 is `64 again`.
numbers() {
	awk '{ for (n = seen[$1]++; n; n--) $0 = $0 " again" } { print }'
}

page_limits() {
	awk '/^\.S[hs] / { on = /Limits/ }
		on && /^\.It [0-9]/ { print $2 }' man/porchlight-protocol.5 2>/dev/null
}

client_help=$(LC_ALL=C "$2" --help 2>&1)
server_help=$(LC_ALL=C "$3" help 2>&1)

compare porchlight.1 option 3< <(named porchlight.1 Fl) 4< <(options "$client_help")
compare porchlight.1 word 3< <(named porchlight.1 Ic | grep '^/') 4< <(rows verb | sed 's/^/\//')
compare porchlight.1 key 3< <(named porchlight.1 Sy) 4< <(rows key)
compare porchlightd.8 command 3< <(named porchlightd.8 Ic) 4< <(rows command)
compare porchlightd.8 option 3< <(named porchlightd.8 Fl | not_settings) \
	4< <(options "$server_help" | not_settings)
compare porchlightd.8 option 3< <(rows flag) 4< <(options "$server_help" | not_settings)
compare porchlightd.conf.5 setting 3< <(named porchlightd.conf.5 Cm) 4< <(rows setting)
compare porchlight.conf.5 setting 3< <(named porchlight.conf.5 Cm) 4< <(client_settings)
compare porchlight-protocol.5 message 3< <(messages | in_order) 4< <(rows message | in_order)
compare porchlight-protocol.5 code 3< <(named porchlight-protocol.5 Li Errors) \
	4< <(sed -n 's/^#define WIRE_E_[A-Z]* *"\([a-z]*\)".*/\1/p' src/wire/wire.h)
compare porchlight-protocol.5 status \
	3< <(sed -nE 's/^\.It Li ([a-z]+) Ta ([0-9]+) Ta.*/\1 \2/p' man/porchlight-protocol.5) \
	4< <(grep -oE '\{ "[a-z]+", [0-9]+ \}' src/server/door.c | tr -d '{",}' | xargs -n2)
compare porchlight-protocol.5 limit 3< <(page_limits | numbers) 4< <({ limits; bursts; } | numbers)
exit $bad
