#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The meeting of `./run demo`: a server, six members and a facilitator on this machine,
# and the person among them.  Called by ./run with the folder that it has built.
#
# Whatever ends it, nothing stays.  A keeper reads a pipe whose only writing end is
# ours; every process that we start is named to it there.  When we are gone, by kill -9
# too, the pipe ends: the keeper ends those processes and removes the folder.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
folder='' keeper='' client='' tty_state=''

usage() {
	cat <<-'X'
		usage: ./run demo [--facilitator] [--line] [--name NAME] [--pace PERCENT]
		  --facilitator  you lead the group; otherwise you are one of its members
		  --line         plain lines, for screen readers, braille and pipes
		  --name         what the others call you
		  --pace         of their pauses: 100 is unhurried, 50 is twice as fast
	X
}

say() {
	echo "demo: $*"
}

fail() {
	echo "demo: $*" >&2
	exit 1
}

# ---- leaving ----

# Until the pipe on its input ends; then ends who was named there and removes the folder.
# Those hold the other end of 7: that they are gone is heard, not looked for.
keep() {
	local pids=() pid
	trap '' HUP INT QUIT TERM
	while read -r pid; do pids+=("$pid"); done
	if [ ${#pids[@]} -gt 0 ]; then
		kill "${pids[@]}"
		read -r -t 3 -u 7
		[ $? -le 128 ] || kill -9 "${pids[@]}"
	fi
	rm -rf "$1"
}

leave() {
	local rc=$?
	trap '' HUP INT QUIT TERM
	exec 8>&- 9>&-
	if [ -n "$keeper" ]; then wait "$keeper"; else rm -rf "$folder"; fi
	[ -z "$tty_state" ] || stty "$tty_state" 2>/dev/null
	[ -z "$client" ] || [ -e "$folder" ] || say "You have left. Nothing is kept on this machine."
	exit "$rc"
}

prepare() {
	trap leave EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT QUIT
	trap 'exit 143' TERM
	folder=$(mktemp -d "${TMPDIR:-/tmp}/porchlight-demo.XXXXXX" 2>/dev/null) ||
		fail "no folder can be made in ${TMPDIR:-/tmp}"
	mkfifo "$folder/life" || fail "the folder $folder cannot be written"
	exec 8<>"$folder/life"
	exec 7<"$folder/life"
	exec 9> >(exec 8>&-; keep "$folder" >/dev/null 2>&1)
	keeper=$!
	exec 7<&-
	[ ! -t 0 ] || tty_state=$(stty -g)
	umask 077
	head -c 18 /dev/urandom | base64 >"$folder/passphrase"
}

# ---- the server and the members ----

# As a process of its own, out of reach of the terminal's Ctrl-C: behind FIFO, COMMAND...
# What it prints comes from FIFO, what it logs is in FIFO.log.
start() {
	local fifo=$1
	shift
	mkfifo "$fifo" || fail "the folder $folder cannot be written"
	(
		echo "$BASHPID" >&9
		exec setsid "$@" >"$fifo" 2>"$fifo.log" 9>&-
	) <&0 &
}

# The line of a log that says why.
why() {
	grep -m1 -E 'level=error|ERROR: ' "$1" || tail -n1 "$1"
}

porchlightd() {
	"$build/src/porchlightd" --data "$folder/data" --host 127.0.0.1 --port 0 "$@" 9>&- 2>"$folder/porchlightd.log"
}

invites() {
	porchlightd invite --role "$1" --group "$group" --count "$2" ||
		fail "no invites: $(why "$folder/porchlightd.log")"
}

# The first group of the program is $group.
make_program() {
	local name command=(init --group)
	say "Making the program's keys and groups"
	while read -r name; do
		porchlightd "${command[@]}" "$name" >/dev/null ||
			fail "the program cannot be made: $(why "$folder/porchlightd.log")"
		group=${group:-$name}
		command=(group add)
	done < <(grep -v '^#' "$here/demo/program.txt")
}

start_server() {
	say "Starting the server"
	start "$folder/server" "$build/src/porchlightd" --data "$folder/data" --host 127.0.0.1 --port 0 serve </dev/null
	exec 3<"$folder/server"
	read -r -t 20 <&3 || fail "the server did not start: $(why "$folder/server.log")"
}

seat_members() {
	say "Seating the members"
	invites facilitator 1 >"$folder/invites"
	invites patient "$patients" >>"$folder/invites"
	# The person's is the first or the last one.
	"$end" -n1 "$folder/invites" >"$folder/invite"
	start "$folder/members" "$build/src/demo/porchlight-demo" --warm "$warm" --pace "$pace" \
		"${scripts[@]/#/$here/demo/}" < <(grep -vxFf "$folder/invite" "$folder/invites")
	exec 4<"$folder/members"
	read -r -t 30 <&4 || fail "the members did not come: $(why "$folder/members.log")"
}

# ---- the person ----

# In the background, for a shell that waits in the foreground hears no signal; with the
# terminal as its input and Ctrl-C its own, which the shell takes from what it puts there.
bring_person() {
	local rc
	say "Opening the door: you are $name, $as"
	trap : INT QUIT
	(
		echo "$BASHPID" >&9
		exec env --default-signal=INT,QUIT "$build/src/porchlight" --guest --name "$name" \
			--passphrase-file "$folder/passphrase" $face join "$(cat "$folder/invite")" 9>&-
	) <&0 &
	client=$!
	while wait "$client"; rc=$?; [ "$rc" -gt 128 ] && kill -0 "$client" 2>/dev/null; do :; done
	return "$rc"
}

build=${1-} role=patient face='' name='' pace=100 group=''
[ -x "$build/src/porchlightd" ] || { usage >&2; exit 2; }
shift
while [ $# -gt 0 ]; do
	case $1 in
	--facilitator) role=facilitator ;;
	--line) face=--line ;;
	--name | --pace)
		[ $# -ge 2 ] || { usage >&2; exit 2; }
		declare "${1#--}=$2"
		shift
		;;
	--help) usage; exit 0 ;;
	*) usage >&2; exit 2 ;;
	esac
	shift
done
if [ "$role" = facilitator ]; then
	scripts=(facilitator.txt turns.txt) warm=13 patients=6 end=head name=${name:-Robin} as="who leads the group"
else
	scripts=(meeting.txt replies.txt) warm=14 patients=7 end=tail name=${name:-Sam} as="one of the group"
fi

prepare
make_program
start_server
seat_members
bring_person
