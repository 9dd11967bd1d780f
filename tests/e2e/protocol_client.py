#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: protocol_client.py INVITE NAME PASSPHRASE GROUPNUMBER

Written from porchlight-protocol(5) and nothing else.  Says the lines of its input, prints
"name: text" for each message of others, in order, and "sent SEQ" when a line is stored.
Ends when the input has ended and all is acknowledged."""
import asyncio
import hashlib
import itertools
import json
import re
import ssl
import sys
import threading
from urllib import error, request

import websockets


def ask(url, tls, body=None):
    data = body and json.dumps(body).encode()
    asked = request.Request(url, data, {"Content-Type": "application/json"})
    try:
        answer = request.urlopen(asked, context=tls)
    except error.HTTPError as refusal:
        answer = refusal
    return answer.status, json.load(answer)


def trusted(server, fingerprint):
    """TLS that trusts the CA of the fingerprint and nothing else."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    pem = ask(f"https://{server}/v1/ca", blind)[1]["ca"].strip()
    if hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() != fingerprint.lower():
        sys.exit("this is not the server of the invite")
    return ssl.create_default_context(cadata=pem)


def token(server, tls, code, name, passphrase):
    who = {"name": name, "passphrase": passphrase}
    status, got = ask(f"https://{server}/v1/enrol", tls, {"code": code, **who})
    if status in (403, 409):  # enrolled before
        status, got = ask(f"https://{server}/v1/signin", tls, who)
    if status != 200:
        sys.exit(f"the server answers {status} {got['error']}")
    return got["token"]


class Member:
    def __init__(self, group):
        self.group, self.me, self.names = group, 0, {}
        self.heard = {}  # number -> (member, text), beyond a gap
        self.last = 0  # the number that came last, which one without a number continues
        self.told = self.asked = 0  # all up to this was printed; what is below was asked for
        self.waiting, self.tickets = {}, 0  # ticket -> text, not acknowledged; tickets used
        self.ended, self.more = False, asyncio.Event()  # the input; there is more of it

    def read(self, loop):
        for line in itertools.chain(sys.stdin, [None]):
            loop.call_soon_threadsafe(self.take, line)

    def take(self, line):
        if line and line.strip():
            self.tickets += 1
            self.waiting[self.tickets] = line.strip()
        self.ended = line is None
        self.more.set()

    def done(self):
        return self.ended and not self.waiting

    def on_message(self, m):
        kind = m["t"]
        if kind == "h":
            self.me, self.asked = m["u"], 0
        elif kind == "e" and m["c"] in ("store", "rate"):
            raise OSError(m["c"])  # wait, then send again over a new connection
        elif kind == "e":
            sys.exit(f"the server refuses: {m['c']} {m.get('b', '')}")
        elif kind == "p" and m["g"] == self.group:
            self.names[m["u"]] = m["x"]
        elif kind in ("m", "k") and m["g"] == self.group:
            self.last = m["s"] = m.get("s", self.last + 1)
            if "k" in m and self.waiting.pop(m["k"], None) is not None:
                print(f"sent {m['s']}", flush=True)
            if m["s"] > self.told:
                self.heard[m["s"]] = (m.get("u", self.me), m.get("b"))

    def after_frame(self):
        """Prints what has no gap before it.  Gives what to send: what was shown; a page wanted."""
        out = []
        while self.told + 1 in self.heard:
            self.told += 1
            member, text = self.heard.pop(self.told)
            if member != self.me:
                print(f"{self.names.get(member, member)}: {text}", flush=True)
            out = [{"t": "a", "g": self.group, "s": self.told}]
        top = min(self.heard, default=0)
        if top and not 0 < self.asked <= top:
            s = max(self.told + 1, top - 50)
            out.append({"t": "o", "g": self.group, "s": s, "n": top - s})
        self.asked = top
        return out

    async def hear(self, ws):
        while not self.done():
            for m in json.loads(await ws.recv()):
                self.on_message(m)
            for m in self.after_frame():
                await ws.send(json.dumps([m]))

    async def speak(self, ws):
        sent = 0  # on this connection: what an earlier one sent goes out again
        while not self.done():
            self.more.clear()
            for sent in sorted(k for k in self.waiting if k > sent):
                say = {"t": "y", "g": self.group, "k": sent, "b": self.waiting[sent]}
                await ws.send(json.dumps([say]))
            await self.more.wait()

    async def connect(self, server, tls, bearer):
        async with websockets.connect(
                f"wss://{server}/w?c={self.group}.{self.told}", ssl=tls, compression=None,
                extra_headers={"Authorization": f"Bearer {bearer}"}, ping_interval=240,
                ping_timeout=60, subprotocols=["porchlight.1"]) as ws:
            tasks = {asyncio.ensure_future(f(ws)) for f in (self.hear, self.speak)}
            done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in rest:
                task.cancel()
            await asyncio.gather(*done)


async def run(server, tls, bearer, group):
    member, wait, loop = Member(group), 0.5, asyncio.get_running_loop()
    threading.Thread(target=member.read, args=[loop], daemon=True).start()
    while not member.done():
        try:
            await member.connect(server, tls, bearer)
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as e:
            print(f"connection: {e or type(e).__name__}; again soon", file=sys.stderr)
            await asyncio.sleep(wait)
            wait = min(2 * wait, 120)


def main(line, name, passphrase, group):
    form = r"(?:porchlight\s+)?(?:join\s+)?(\S+:\d+)/([^#\s]+)#([0-9a-fA-F]{64})"
    invite = re.fullmatch(form, line.strip()) or sys.exit("this is not an invite")
    server, code, fingerprint = invite.groups()
    tls = trusted(server, fingerprint)
    asyncio.run(run(server, tls, token(server, tls, code, name, passphrase), int(group)))


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 5 else sys.exit(__doc__)
