#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: schedule_client.py INVITE NAME PASSPHRASE

Speaks of the schedule and of worksheets as porchlight-protocol(5) has it, and keeps nothing.  Lines in:
  open QUERY   a new connection, with that query; the one before is closed
  signin       a new token, by the passphrase and what tells that it was here: "in"
  get PATH     what HTTP gives there with the token: each message, and then "got STATUS"
  JSON         one message, sent as it is
Lines out: "up", "down", and each message of the server that is about these, a line that
was said, a greeting with a ticket, or an error, as JSON with sorted keys."""
import asyncio
import json
import re
import ssl
import sys
import threading
from urllib import error, request

import websockets

TOLD = "SQPKemBCDMV"


def ask(server, tls, path, body):
    asked = request.Request(f"https://{server}{path}", json.dumps(body).encode())
    return json.load(request.urlopen(asked, context=tls))


def enrol(server, code, who):
    """The invite's own server: who else may answer is not this test's matter."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    got = ask(server, blind, "/v1/enrol", {"code": code, **who})
    print("me", got["member"], flush=True)
    return blind, got


def sign_in(server, tls, who, known):
    got = ask(server, tls, "/v1/signin", {**who, "known": known, "figures": ""})
    print("in", flush=True)
    return got["token"]


def say(m):
    print(json.dumps(m, sort_keys=True, separators=(",", ":")), flush=True)


def get(server, tls, token, path):
    try:
        with request.urlopen(request.Request(
                f"https://{server}{path}", headers={"Authorization": f"Bearer {token}"}),
                context=tls) as got:
            for m in json.load(got):
                say(m)
            print("got", got.status, flush=True)
    except error.HTTPError as e:
        print("got", e.code, flush=True)


async def hear(ws):
    try:
        async for frame in ws:
            for m in json.loads(frame):
                if m["t"] in TOLD or (m["t"] == "h" and "k" in m):
                    say(m)
    except websockets.WebSocketException:
        pass
    print("down", flush=True)


async def run(server, tls, who, got, lines):
    ws = task = None
    token = got["token"]
    while (line := await lines.get()) is not None:
        verb, _, rest = line.partition(" ")
        if verb == "get":
            get(server, tls, token, rest)
            continue
        if verb == "signin":
            token = sign_in(server, tls, who, got["known"])
            continue
        if verb == "open":
            if ws:
                await ws.close()
                await task
            ws = await websockets.connect(
                f"wss://{server}/w{rest}", ssl=tls, compression=None,
                extra_headers={"Authorization": f"Bearer {token}"},
                subprotocols=["porchlight.1"])
            print("up", flush=True)
            task = asyncio.ensure_future(hear(ws))
            continue
        try:
            await ws.send(f"[{line}]")
        except websockets.WebSocketException:
            pass
    if ws:
        await ws.close()


async def main(line, name, passphrase):
    invite = re.search(r"(\S+:\d+)/([^#\s]+)#", line) or sys.exit("this is not an invite")
    who = {"name": name, "passphrase": passphrase}
    tls, got = enrol(*invite.groups(), who)
    loop, lines = asyncio.get_running_loop(), asyncio.Queue()

    def read():
        for text in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, text.strip())
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    await run(invite.group(1), tls, who, got, lines)


asyncio.run(main(*sys.argv[1:])) if len(sys.argv) == 4 else sys.exit(__doc__)
