#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: raw_client.py INVITE NAME PASSPHRASE

A client that cleans and checks nothing, with nothing but Python's own library.  Lines in:
  say TICKET GROUP HEX   these bytes as the text of a line
  text HEX | binary HEX  a frame of these bytes
  size N                 a text frame of N bytes that are a JSON text
Lines out: "me NAME", "stored SEQ", "refused CODE", "closed CODE", one for each."""
import asyncio
import json
import os
import re
import ssl
import sys
from urllib import error, request


def ask(url, tls, body=None):
    asked = request.Request(url, body and json.dumps(body).encode())
    try:
        return json.load(request.urlopen(asked, context=tls))
    except error.HTTPError as refusal:
        sys.exit(f"refused: {refusal.read()}")


def enrol(server, code, name, passphrase):
    """The invite's own server: who else may answer is not this test's matter."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    got = ask(f"https://{server}/v1/enrol", blind,
              {"code": code, "name": name, "passphrase": passphrase})
    print("me", got["name"], flush=True)
    return blind, got["token"]


def quoted(raw):
    """JSON of a text that may not even be UTF-8."""
    return b'"' + b"".join(
        b"\\u%04x" % c if c < 32 else b"\\" + bytes([c]) if c in b'"\\' else bytes([c])
        for c in raw) + b'"'


def frame(opcode, payload):
    """One frame, with the mask that a client has to use; of zeros, it hides nothing."""
    n = len(payload)
    head = bytes([0x80 | opcode])
    if n < 126:
        head += bytes([0x80 | n])
    elif n < 65536:
        head += bytes([0x80 | 126]) + n.to_bytes(2, "big")
    else:
        head += bytes([0x80 | 127]) + n.to_bytes(8, "big")
    return head + bytes(4) + payload


def frame_of(line):
    verb, *args = line.split(" ")
    if verb == "say":
        ticket, group, text = int(args[0]), int(args[1]), quoted(bytes.fromhex(args[2]))
        return frame(1, b'[{"t":"y","g":%d,"k":%d,"b":%s}]' % (group, ticket, text))
    if verb == "size":
        return frame(1, b'"' + b"x" * (int(args[0]) - 2) + b'"')
    return frame(1 if verb == "text" else 2, bytes.fromhex(args[0]))


async def read_frame(reader):
    head = await reader.readexactly(2)
    n = head[1] & 127
    if n > 125:
        n = int.from_bytes(await reader.readexactly(2 if n == 126 else 8), "big")
    return head[0] & 15, await reader.readexactly(n)


async def hear(reader):
    last = 0  # a message without a number continues it
    while True:
        opcode, payload = await read_frame(reader)
        if opcode == 8:
            print("closed", int.from_bytes(payload[:2], "big"), flush=True)
            return
        for m in json.loads(payload) if opcode == 1 else []:
            if m["t"] in ("m", "k"):
                last = m.get("s", last + 1)
            if m["t"] == "k":
                print("stored", last, flush=True)
            elif m["t"] == "e":
                print("refused", m["c"], flush=True)


async def speak(writer):
    lines = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        writer.write(frame_of(line.decode().strip("\n")))
        await writer.drain()


async def run(server, tls, token):
    host, port = server.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port), ssl=tls)
    key = b"AAAAAAAAAAAAAAAAAAAAAA=="
    writer.write(b"GET /w HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n"
                 b"Sec-WebSocket-Protocol: porchlight.1\r\nAuthorization: Bearer %s\r\n\r\n"
                 % (server.encode(), key, token.encode()))
    answer = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in answer:
        sys.exit(f"no WebSocket: {answer!r}")
    tasks = [asyncio.ensure_future(t) for t in (hear(reader), speak(writer))]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    os._exit(0)  # the pipe's reader is not worth waiting for


def main(invite, name, passphrase):
    server, code = re.fullmatch(r"porchlight join (\S+:\d+)/([^#\s]+)#\w+", invite).groups()
    tls, token = enrol(server, code, name, passphrase)
    asyncio.run(run(server, tls, token))


main(*sys.argv[1:]) if len(sys.argv) == 4 else sys.exit(__doc__)
