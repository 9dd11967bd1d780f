#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# bench: how soon the first screen is there without a server, and what memory holds
"""
Two clients, one full and one line, and a server hold a meeting of 240 messages; then the
memory of all three is read.  Then the server is killed, and each face is started 15 times
with what it has kept: from before the fork until the newest message is written out.

Reads PORCHLIGHT and PORCHLIGHTD from the environment, which `./run bench` sets.
Figures are medians.  On a machine that is busy look at the processor time beside them.
Memory is in MB of 1,000,000 bytes, as PSS: what is shared with other processes counts by
parts.  The kernel does not tell it of a program that cannot be dumped, as the client is,
to anybody but root.
"""
import argparse
import collections
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

MESSAGES, RUNS, WAIT_S, QUIET_S = 240, 15, 60, 1.0
ROWS, COLS = 24, 80
WORDS = ("thank you for saying that it helps me to hear how it went for you this week and i "
         "think i will try the same tomorrow before work even if it is hard").split()
TARGETS = {"first_full_ms": 100, "first_line_ms": 100, "pss_full_mb": 9, "pss_full_alone_mb": 9}
PEERS = {"irssi": ["irssi", "--home={home}"], "weechat": ["weechat", "-d", "{home}"],
         "weechat-headless": ["weechat-headless", "--stdout", "-d", "{home}"]}


def text_of(i):
    """About 70 characters, no two the same, the number at its end."""
    n = 8 + i * 7 % 11
    start = i * 5 % len(WORDS)
    return " ".join((WORDS + WORDS)[start:start + n]) + f" no{i}."


class Program:
    """A program on a pty or on pipes, and all it has written."""

    def __init__(self, argv, terminal, env=None):
        self.seen = b""
        self.cpu_ms = None  # once it has ended
        self.began = time.monotonic()
        if terminal:
            self.pid, self.out = pty.fork()
            if self.pid == 0:
                os.execve(argv[0], argv, env)
            self.put = self.out
            os.set_blocking(self.out, True)
            subprocess.run(["stty", "rows", str(ROWS), "cols", str(COLS)], stdin=self.out, check=False)
        else:
            child_in, self.put = os.pipe()
            self.out, child_out = os.pipe()
            self.pid = os.fork()
            if self.pid == 0:
                os.dup2(child_in, 0)
                os.dup2(child_out, 1)
                os.dup2(child_out, 2)
                os.closerange(3, 256)
                os.execve(argv[0], argv, env)
            os.close(child_in)
            os.close(child_out)

    def read(self, seconds):
        """More of its output; False: none came in this time, or it has ended."""
        if not select.select([self.out], [], [], seconds)[0]:
            return False
        try:
            some = os.read(self.out, 65536)
        except OSError:
            return False
        self.seen += some
        return bool(some)

    def wait_for(self, text):
        """Until it has written this; how long that took, in ms since it was started."""
        until = time.monotonic() + WAIT_S
        while text.encode() not in self.seen:
            if time.monotonic() > until or not self.read(WAIT_S):
                sys.exit(f"first: waited for {text!r} in vain; the last it wrote:\n"
                         + self.seen[-800:].decode(errors="replace"))
        return (time.monotonic() - self.began) * 1000

    def settle(self):
        while self.read(QUIET_S):
            pass

    def say(self, line):
        os.write(self.put, line.encode() + b"\n")

    def kill(self, number=signal.SIGKILL):
        os.kill(self.pid, number)
        self.end()

    def end(self):
        while self.read(WAIT_S):
            pass
        for fd in {self.put, self.out}:
            try:
                os.close(fd)
            except OSError:
                pass
        usage = os.wait4(self.pid, 0)[2]
        self.cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000


class Town:
    """A server of our own in a folder that goes when we do."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {"HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        self.client, self.daemon = os.environ["PORCHLIGHT"], os.environ["PORCHLIGHTD"]
        self.port = "0"
        with open(folder + "/pass", "w", encoding="utf-8") as f:
            f.write("a long passphrase\n")
        self.admin("init", "--group", "Evening")

    def words(self, *more):
        return [self.daemon, "--data", self.folder + "/data", "--host", "127.0.0.1", "--address",
                "127.0.0.1", "--port", self.port, *more]

    def admin(self, *more):
        return subprocess.run(self.words(*more), check=True, capture_output=True, text=True).stdout

    def serve(self):
        s = Program(self.words("--log", "error", "serve"), False, self.env)
        took = s.wait_for("listening on ")
        s.wait_for("\n")
        self.port = re.search(rb"listening on (\d+)", s.seen)[1].decode()
        return s, took

    def seat(self, name, face, invite=None):
        argv = [self.client, face, "--dir", f"{self.folder}/{name}", "--name", name, "--passphrase-file",
                self.folder + "/pass"]
        return Program(argv + (["join", invite] if invite else []), face == "--full", self.env)

    def invite(self, role):
        return self.admin("invite", "--role", role).split()[-1]


def rollup(pid):
    """PSS, private dirty and RSS in bytes; None where the kernel does not tell."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
            rows = dict(re.findall(r"^(\w+):\s+(\d+) kB", f.read(), re.M))
    except OSError:
        return None
    return [int(rows[k]) * 1024 for k in ("Pss", "Private_Dirty", "Rss")] if "Pss" in rows else None


def mappings(pid):
    """PSS and private dirty of each file that is mapped, and of what is no file, in bytes."""
    sums = collections.defaultdict(lambda: [0, 0])
    name = ""
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as f:
        for line in f:
            head = re.match(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$", line)
            if head:
                name = os.path.basename(head[1]) or "[anonymous]"
            elif line.startswith("Pss:"):
                sums[name][0] += int(line.split()[1]) * 1024
            elif line.startswith("Private_Dirty:"):
                sums[name][1] += int(line.split()[1]) * 1024
    return sorted(sums.items(), key=lambda row: -row[1][0])


def memory(pid, name, figures, notes):
    got = rollup(pid)
    if not got:
        notes.append(f"memory of {name}: not told to us; run as root")
        return
    for key, value in zip(("pss", "dirty", "rss"), got):
        figures[f"{key}_{name}_mb"] = value / 1e6


def join(town, name, role):
    person = town.seat(name, "--full", town.invite(role))
    person.wait_for("Connected.")
    person.kill(signal.SIGTERM)


def meet(town, server, figures, notes):
    # Who joins has loaded what speaks HTTP, and that once in a life: they come back for this.
    join(town, "Robin", "facilitator")
    join(town, "Ana", "patient")
    robin = town.seat("Robin", "--line")
    robin.say("/wait connected")
    ana = town.seat("Ana", "--full")
    ana.wait_for("Connected.")
    for i in range(MESSAGES):
        robin.say(text_of(i))
        ana.wait_for(f"no{i}.") if i % 20 == 19 else ana.read(0.02)
    ana.wait_for(f"no{MESSAGES - 1}.")
    robin.say("/wait sent")
    ana.settle()
    robin.read(QUIET_S)
    memory(ana.pid, "full", figures, notes)
    memory(robin.pid, "line", figures, notes)
    memory(server.pid, "server", figures, notes)
    zoe = town.seat("Zoe", "--full", town.invite("patient"))
    zoe.wait_for("Connected.")
    zoe.settle()
    memory(zoe.pid, "just_joined", figures, notes)
    zoe.kill(signal.SIGTERM)
    # The others share libraries with her: alone on a machine she has them for herself.
    robin.kill(signal.SIGTERM)
    server.kill()
    memory(ana.pid, "full_alone", figures, notes)
    where = mappings(ana.pid) if "pss_full_mb" in figures else []
    ana.kill(signal.SIGTERM)
    return where


def first_screen(town, name, face, text):
    """How long from before the fork until the text is written, RUNS times; and processor time."""
    took, cpu = [], []
    for _ in range(RUNS):
        p = town.seat(name, face)
        took.append(p.wait_for(text))
        p.kill()
        cpu.append(p.cpu_ms)
    return took, cpu


def run_time(argv):
    took = []
    for _ in range(RUNS):
        began = time.monotonic()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        took.append((time.monotonic() - began) * 1000)
    return statistics.median(took)


def stripped_kb(path, folder):
    if not shutil.which("strip"):
        return None
    subprocess.run(["strip", "-o", folder + "/stripped", path], check=True)
    return os.path.getsize(folder + "/stripped") / 1000


def peers(folder, figures, notes):
    """As they are after their start, in no meeting: all that can be had without a server of theirs."""
    for name, words in PEERS.items():
        path = shutil.which(words[0])
        if not path:
            notes.append(f"{name} is not installed, so it was not measured")
            continue
        home = f"{folder}/{name}"
        os.mkdir(home)
        p = Program([path] + [w.format(home=home) for w in words[1:]], True,
                    dict(os.environ, HOME=home, TERM="xterm-256color"))
        p.settle()
        memory(p.pid, name + "_at_start", figures, notes)
        p.kill()


def note_company(notes):
    """Others of our kind share the libraries, and make each other's PSS small."""
    count = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/comm", encoding="utf-8") as f:
                count += f.read().startswith("porchlight")
        except OSError:
            pass
    if count:
        notes.append(f"{count} other porchlight programs run here: PSS is less than it would be alone")


def load_note(notes):
    load = os.getloadavg()[0]
    if load > 0.7 * os.cpu_count():
        notes.append(f"the machine is busy (load {load:.1f} on {os.cpu_count()} processors): times are too long")


def print_table(figures, where, notes):
    for name, value in figures.items():
        target = TARGETS.get(name)
        if value is not None:
            print(f"{name:32} {value:10.1f}" + (f"   at most {target}" if target else ""))
    if where:
        print("\nwhere the full client's memory is, after the meeting: PSS and private dirty, KB")
    for name, (pss, dirty) in where[:16]:
        print(f"{name:40} {pss / 1000:8.0f} {dirty / 1000:8.0f}")
    for note in notes:
        print("note: " + note)


def measure(folder, figures, notes):
    town = Town(folder)
    server, figures["server_start_ms"] = town.serve()
    where = meet(town, server, figures, notes)
    last = f"no{MESSAGES - 1}."
    # Ana has read it all: the line face tells the last of it, too.
    for key, name, face in (("full", "Ana", "--full"), ("line", "Ana", "--line")):
        took, cpu = first_screen(town, name, face, last)
        figures[f"first_{key}_ms"] = statistics.median(took)
        figures[f"first_{key}_worst_ms"] = max(took)
        figures[f"first_{key}_cpu_ms"] = statistics.median(cpu)
    figures["start_ms"] = run_time([town.client, "--version"])
    figures["client_kb"] = stripped_kb(town.client, folder)
    figures["server_kb"] = stripped_kb(town.daemon, folder)
    peers(folder, figures, notes)
    return where


def main():
    parser = argparse.ArgumentParser(description="first screen and memory")
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    for name in ("PORCHLIGHT", "PORCHLIGHTD"):
        if name not in os.environ:
            sys.exit(f"first: {name} is not set: use ./run bench first")
    figures, notes = {}, []
    with tempfile.TemporaryDirectory(prefix="porchlight-bench-") as folder:
        where = measure(folder, figures, notes)
    load_note(notes)
    note_company(notes)
    print_table(figures, where, notes)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump(figures, f, indent=1)
    over = [k for k, most in TARGETS.items() if figures.get(k) is not None and figures[k] > most]
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
