#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a person says and types is nowhere on the disk: run by hand, as root.

    disk_words.py PORCHLIGHT PORCHLIGHTD

An ext4 image holds HOME, TMPDIR and the client's folder; the server is elsewhere.  A client in the
line face joins, says a word, is told one, answers one in a worksheet, has one in its plan, and leaves
one as a draft; then the image is unmounted, and all of its bytes, freed blocks too, are searched for
each word as UTF-8, UTF-16 and base64, and in all that zlib or gzip opens.  guest: leaves; locked:
kill -9; wiped: locked, then `porchlight wipe`, with the part of the plan that may be read without
the passphrase; left: /wipe.  planted: as guest, with a file of the word made and removed, which must
be found; unwiped: as wiped, with that file removed by hand, where it must be found.
"""
import base64, os, re, shutil, signal, subprocess, sys, tempfile, zlib

PASS = "quietly zanzibar otters"
WORDS = {"name": "Xanthippe", "said": "vermilionquokka", "told": "sepiaaxolotl",
         "answer": "ochrenarwhal", "plan": "mauvepangolin", "draft": "umberwombat",
         "passphrase": PASS}


def forms(word):
    plain = word.encode()
    yield "utf-8", plain
    yield "utf-16le", word.encode("utf-16le")
    yield "utf-16be", word.encode("utf-16be")
    for shift in range(3):  # where in a group of three it begins is not known
        whole = base64.b64encode(b"\0" * shift + plain)
        yield "base64", whole[(shift * 8 + 5) // 6:len(whole) - 4]


def opened(data):
    """All that begins as a stream of zlib's or gzip's does, as far as it opens."""
    for at in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", data):
        try:
            yield zlib.decompressobj(47).decompress(data[at.start():at.start() + 65536], 1 << 20)
        except zlib.error:
            pass


def found(image):
    with open(image, "rb") as f:
        data = f.read()
    streams = list(opened(data))
    hits = []
    for what, word in WORDS.items():
        hits += [f"{what} as {form}" for form, b in forms(word) if b in data]
        hits += [f"{what} in zlib" for s in streams if word.encode() in s]
    return sorted(set(hits))


class Client:
    def __init__(self, program, env, words):
        self.p = subprocess.Popen([program, "--line"] + words, env=env, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def type(self, line):
        self.p.stdin.write(line.encode() + b"\n")
        self.p.stdin.flush()

    def wait(self, words):
        for line in self.p.stdout:
            if words.encode() in line:
                return
        sys.exit(f"'{words}' never came")

    def leave(self):
        self.p.stdin.close()
        self.p.stdout.read()
        self.p.wait()


def fill(me, way):
    """A worksheet, the plan, and a draft; the screen is locked but where it is left by a word."""
    me.type("/new gratitude")
    me.wait("1 of")
    me.type(WORDS["answer"])
    me.type("/plan edit")
    me.type(WORDS["plan"])
    if way in ("wiped", "unwiped"):
        me.type("/plan open yes")
    if way == "left":
        return
    me.type(WORDS["draft"])
    me.type("/lock-screen")
    me.wait("is locked")


def run(way, program, admin, invite, top):
    image, root = f"{top}/{way}.img", f"{top}/mnt"
    subprocess.run(["truncate", "-s", "48M", image], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    os.makedirs(root, exist_ok=True)
    if subprocess.run(["mount", "-o", "loop", image, root]).returncode:
        print(f"{way}: skipped, this kernel mounts no images")
        return True
    env = {"HOME": f"{root}/home", "TMPDIR": f"{root}/tmp", "PATH": os.environ["PATH"],
           "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    os.makedirs(env["TMPDIR"])
    os.makedirs(env["HOME"])
    guest = way in ("guest", "planted")
    other = Client(program, {**env, "HOME": f"{top}/other"},
                   ["--guest", "--name", f"Bo {way}", invite()])
    other.type(PASS + " of another")
    other.type("/wait connected")
    me = Client(program, env, (["--guest"] if guest else []) + ["--name", f"{WORDS['name']}", "-"])
    me.type(invite())
    me.type(PASS)
    me.type("/wait connected")
    me.type(f"I say {WORDS['said']}")
    me.type("/wait sent")
    other.wait(WORDS["said"])
    other.type(f"You are told {WORDS['told']}")
    me.wait(WORDS["told"])
    fill(me, way)
    if guest:
        me.leave()
    elif way == "left":
        me.type("/wipe")
        me.wait("send it once more")
        me.type("/wipe")
        me.wait("It is wiped")
        me.leave()
    else:
        me.p.send_signal(signal.SIGKILL)
        me.p.wait()
    if way == "planted":
        with open(f"{env['TMPDIR']}/x", "w") as f:
            f.write(WORDS["said"] * 400)
            f.flush()
            os.fsync(f.fileno())
        os.unlink(f"{env['TMPDIR']}/x")
    if way == "wiped":
        wiped = subprocess.run([program, "wipe"], env=env, input="wipe\n", capture_output=True,
                               text=True)
        if wiped.returncode or "It is wiped" not in wiped.stdout:
            sys.exit(f"not wiped: {wiped.stdout}")
    if way == "unwiped":
        shutil.rmtree(f"{env['HOME']}/.local/share/porchlight")
    other.leave()
    kept = sum(len(files) for _, _, files in os.walk(env["HOME"]))
    subprocess.run(["umount", root], check=True)
    hits = found(image)
    good = bool(hits) if way in ("planted", "unwiped") else not hits
    if way in ("guest", "wiped", "left"):
        good = good and kept == 0
    print(f"{way}: {'good' if good else 'BAD'}: {kept} files kept; found: {hits or 'nothing'}")
    return good


def main():
    program, admin = (os.path.abspath(p) for p in sys.argv[1:3])
    top = tempfile.mkdtemp(prefix="disk-words-")
    said = ["--data", f"{top}/server", "--host", "127.0.0.1", "--address", "127.0.0.1", "--port", "18473"]

    def ask(*words):
        return subprocess.run([admin] + said + list(words), check=True, capture_output=True,
                              text=True).stdout

    def invite():
        return re.search(r"porchlight join (\S+)", ask("invite", "--role", "patient")).group(1)

    ask("init", "--group", "Evening")
    server = subprocess.Popen([admin] + said + ["serve"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        while "listening on" not in server.stdout.readline():
            pass
        good = True
        for way in ("guest", "locked", "wiped", "left", "planted", "unwiped"):
            WORDS["name"] = f"Xanthippe{way}"
            good = run(way, program, admin, invite, top) and good
    finally:
        server.terminate()
        server.wait()
        subprocess.run(["umount", f"{top}/mnt"], stderr=subprocess.DEVNULL)
        shutil.rmtree(top)
    sys.exit(0 if good else 1)


main()
