#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: hostile_client.py PORT TOKEN GROUP ATTACK SECONDS | hostile_client.py list

What somebody does who wants the server down, with nothing but Python's own library.  Prints
what came of it.  Exit status 1: the server answered as it should not.  An attack of the first
table is done once, one of the second for so many seconds, from an address of its own."""
import contextlib
import json
import os
import re
import select
import ssl
import struct
import sys
import time
import zlib
from types import SimpleNamespace

from hostile_line import (SOURCE, PLAIN, PACKED, CONTINUES, TEXT, BINARY, CLOSE, PING, PONG,
                          Wrong, context, Line, head, try_line, upgrade, frame)


def socket_of(t, **how):
    line = Line(t.port)
    line.send(upgrade(t, **how))
    got = line.read(head)
    if b" 101 " not in got:
        raise Wrong(f"no WebSocket: {got[:60]!r}")
    return line


def frames(raw):
    at = 0
    while at + 2 <= len(raw):
        op, n, at = raw[at] & 15, raw[at + 1] & 127, at + 2
        if n == 126:
            n, at = int.from_bytes(raw[at:at + 2], "big"), at + 2
        if at + n <= len(raw):
            yield op, raw[at:at + n]
        at += n


def messages(raw):
    out = []
    for op, body in frames(raw):
        with contextlib.suppress(ValueError):
            out += json.loads(body) if op == TEXT else []
    return out


# ---- done once ----
def ask(t, raw, wait=0.5, secure=True, until=lambda got: False):
    line = Line(t.port, secure)
    line.send(raw)
    got = line.read(until, wait)
    line.close()
    return got


def statuses(got):
    return [int(n) for n in re.findall(rb"HTTP/1\.1 (\d{3})", got)]


def get(path, extra="", method="GET"):
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{extra}\r\n".encode("latin-1")


def refused(t, raw, what, **how):
    """No 200, and nothing about us."""
    got = ask(t, raw, **how)
    if 200 in statuses(got) or b"root:" in got or re.search(rb"(?i)lws|libwebsock|server:", got):
        raise Wrong(f"{what}: {got[:200]!r}")
    return statuses(got)


def routes(t):
    """All that there are, as the server's source has them: what each answer says of itself."""
    rows = []
    for name in sorted(os.listdir(f"{os.environ['SOURCE']}/src/server")):
        with open(f"{os.environ['SOURCE']}/src/server/{name}", encoding="utf-8") as f:
            rows += re.findall(r'\{ (true|false), "(/[^"]*)", ', f.read())
    if len(rows) < 9:
        raise Wrong(f"routes: {rows}")
    for post, path in rows:
        for method in ("GET", "POST", "HEAD"):
            got = ask(t, get(path, "Content-Length: 2\r\n" if method == "POST" else "", method) +
                      (b"{}" if method == "POST" else b""), 20, until=head)
            top, _, body = got.partition(b"\r\n\r\n")
            fits = (method == "POST") == (post == "true")
            want = {200} if fits and path == "/v1/ca" else {400, 401, 404} if fits else {404}
            if len(statuses(got)) != 1 or statuses(got)[0] not in want or b"<" in body:
                raise Wrong(f"{method} {path}: {got[:200]!r}")
            for header in (b"x-content-type-options: nosniff", b"referrer-policy: no-referrer",
                           b"content-security-policy: default-src 'none'", b"cache-control: no-store",
                           b"strict-transport-security: max-age="):
                if header not in top:
                    raise Wrong(f"{method} {path}: no {header!r}")
            if re.search(rb"(?i)server:|lws|x-powered|porchlight", top):
                raise Wrong(f"{method} {path}: {top!r}")


def paths(t):
    odd = ["/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/%00", "/v1/ca%00x",
           "https://elsewhere/v1/ca", "/v1/ca/../../x", "/packs/../../etc/passwd",
           "/packs/%2e%2e%2f%2e%2e/key.pem", "/calendar/../porchlight.db", "/porchlight.db",
           "*", "v1/ca", "/" + "a" * 3000, "/" + "%41" * 1000, "/\x01\x7f\xff"]
    for path in odd:
        refused(t, get(path), path[:30], wait=0.15)


def methods(t):
    for m in ("PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH", "\x00\x01", "G" * 500):
        refused(t, get("/v1/ca", method=m), m[:10], wait=0.15)
    refused(t, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2", wait=0.15)


def headers(t):
    refused(t, get("/v1/ca", "X-A: " + "a" * 200000 + "\r\n"), "a giant header")
    refused(t, get("/v1/ca", f"Authorization: Bearer {'a' * 9000}\r\n"), "a giant token")
    refused(t, get("/" + "a" * 100000), "a giant URI")
    many = ask(t, get("/v1/ca", "X-A: b\r\n" * 20000))
    if len(statuses(many)) > 1:
        raise Wrong("many headers")


SECOND = "GET /v1/ca HTTP/1.1\r\nHost: x\r\n\r\n"


def smuggling(t):
    def post(head, body):
        return get("/v1/signin", head, "POST") + body.encode()
    for what, raw in {
        "both lengths": post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + SECOND),
        "two lengths": post(f"Content-Length: 2\r\nContent-Length: {2 + len(SECOND)}\r\n", "{}" + SECOND),
        "a negative length": post("Content-Length: -1\r\n", SECOND),
        "no number": post("Content-Length: 0x10\r\n", SECOND),
        "an endless length": post("Content-Length: 99999999999999999999\r\n", SECOND),
        "bad chunks": post("Transfer-Encoding: chunked\r\n", "zz\r\n" + SECOND),
        "a length and less": post("Content-Length: 1\r\n", "{}" + SECOND),
    }.items():
        got = ask(t, raw)
        if b"BEGIN CERT" in got or len(statuses(got)) > 1:
            raise Wrong(f"{what}: {got[:200]!r}")


def pipelining(t):
    got = ask(t, SECOND.encode() * 50)
    if any(s != 200 for s in statuses(got)):
        raise Wrong(f"{statuses(got)}")


def lies(t):
    mine = f"Authorization: Bearer {t.token}\r\n"
    for lie in ("Range: bytes=99999999999999999999-", "Range: bytes=5-2", "Range: bytes=-1",
                "Range: bytes=0-0,1-1,2-2", "Range: apples=1-2", "If-None-Match: " + '"a",' * 800,
                "If-Range: x\r\nRange: bytes=-0", "Expect: 100-continue", "Expect: the-unexpected",
                "Accept-Encoding: " + "gzip;q=0," * 300, "Upgrade: h2c", "Content-Length: 5"):
        got = ask(t, get("/packs", mine + lie + "\r\n"), wait=0.15)
        if len(statuses(got)) > 1 or 500 in statuses(got):
            raise Wrong(f"{lie[:30]}: {got[:100]!r}")


def tls(t):
    garbage = [os.urandom(2000), b"GET /v1/ca HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff" + bytes(70000),
               b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", b"\x80\x2e\x01\x00\x02", b"\x15\x03\x03\x00\x02\x02\x28"]
    for raw in garbage:
        got = ask(t, raw, wait=0.15, secure=False)
        if b"HTTP" in got:
            raise Wrong(f"without TLS: {got[:60]!r}")
    line = Line(t.port, secure=False)
    try:  # renegotiation is of 1.2 and older, and there is none of those
        context(ssl.TLSVersion.TLSv1_2).wrap_socket(line.s)
    except (ssl.SSLError, OSError):
        return
    raise Wrong("TLS 1.2 was agreed on")


def errors(got):
    return [m for m in messages(got) if m["t"] == "e"]


def ended(t, raw, what, protocol=PLAIN):
    """It says an error, or closes, and does not stay as if nothing had been."""
    line = socket_of(t, protocol=protocol)
    line.send(raw)
    got = line.read(errors, 20 if protocol == PLAIN else 0.4)
    line.close()
    said = errors(got)
    if protocol == PLAIN and not said and got.endswith(b"...open"):
        raise Wrong(f"{what}: nothing came of it")


def websocket(t):
    for what, raw in {
        "no mask": frame(b"[]", mask=False),
        "reserved bits": frame(b"[]", rsv=0x70),
        "a long ping": frame(bytes(126), PING),
        "a ping in pieces": frame(b"", PING, fin=False),
        "opcode 3": frame(b"[]", 3), "opcode 11": frame(b"", 11),
        "no beginning": frame(b"[]", CONTINUES),
        "two beginnings": frame(b"[", fin=False) + frame(b"]"),
        "close 999": frame(struct.pack(">H", 999), CLOSE),
        "close of one byte": frame(b"a", CLOSE),
        "no UTF-8": frame(b'[{"t":"y","b":"\xff\xfe"}]'),
        "2^63 bytes": frame(b"x", claim=1 << 63),
        "too large": frame(b'"' + b"x" * 70000 + b'"'),
        "the other kind": frame(b"\0[]", BINARY),
        "deep": frame(b"[" * 30000), "commas": frame(b"[" + b"1," * 30000 + b"1]"),
        "no JSON": frame(os.urandom(3000).hex().encode()),
        "half": frame(b'[{"t":"y"'),
    }.items():
        ended(t, raw, what)
    for protocol in ("nothing", "", "porchlight.9"):
        line = Line(t.port)
        line.send(upgrade(t, protocol))
        if b" 101 " in line.read(head, wait=0.3):
            raise Wrong(f"subprotocol {protocol!r}")
        line.close()


def packed(text):
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"\1" + z.compress(text) + z.flush()


def bombs(t):
    for what, body in {
        "zeros": packed(bytes(40_000_000)), "spaces": packed(b" " * 20_000_000),
        "nests": packed(b"[" * 200_000), "objects": packed(b'{"a":' * 40_000),
        "in itself": packed(packed(bytes(1_000_000))), "keys": packed(b'[{"t":"y",' + b'"k":1,' * 30_000 + b"}]"),
        "one word": packed(b'[{"t":"y","g":1,"k":1,"b":"' + b"a" * 250_000 + b'"}]'),
        "no deflate": b"\1" + os.urandom(60_000), "a flag of none": b"\x77[]", "nothing": b"",
    }.items():
        ended(t, frame(body[:65000], BINARY), what, protocol=PACKED)


def talk(t, body, query="", wait=20):
    line = socket_of(t, query=query)
    line.send(frame(body.encode()))
    got = messages(line.read(lambda got: any(m["t"] in "ke" for m in messages(got)), wait))
    line.close()
    return got


def cursors(t):
    g = t.group
    for query in (f"?c={g}.999999999999", f"?c={g}.-1", f"?c={g}.99999999999999999999999", "?c=,,,",
                  f"?c={g + 1}.3", "?c=" + f"{g}.1," * 300, f"?c={g}.0x10", "?w=-1&v=-1",
                  f"?c={g}.0&w=9223372036854775807&v=9223372036854775807", "?c=" + "9" * 1900):
        line = Line(t.port)
        line.send(upgrade(t, query=query))
        got = line.read(wait=0.2)
        line.close()
        if b" 101 " in got and any(m.get("g") not in (None, g) for m in messages(got[got.find(b"\r\n\r\n") + 4:])):
            raise Wrong(f"{query[:30]}: of another group")


def numbers(t):
    g, far = t.group, 10 ** 15
    for body in (f'{{"t":"a","g":{g},"s":{far}}}', f'{{"t":"a","g":{g},"s":-5}}',
                 f'{{"t":"o","g":{g},"s":-1,"n":{far}}}', f'{{"t":"o","g":{g},"s":{far},"n":50}}',
                 f'{{"t":"y","g":{g},"k":-1,"b":"x"}}', f'{{"t":"y","g":{g},"k":1e300,"b":"x"}}',
                 f'{{"t":"y","g":{g + 1},"k":{far},"b":"x"}}', f'{{"t":"a","g":{g + 1},"s":1}}',
                 f'{{"t":"o","g":{g + 1},"s":1,"n":9}}', '{"t":"y"}', '{"t":7}', '{"g":1}',
                 f'{{"t":"y","g":{g},"k":{far},"b":"x","d":-{far}}}',
                 f'{{"t":"s","g":{g},"k":{far + 1},"d":{10 ** 18},"c":"move"}}',
                 f'{{"t":"w","g":{g},"k":{far + 2},"d":{10 ** 18},"c":"hand"}}'):
        for m in talk(t, f"[{body}]", wait=0.15):
            if m["t"] != "e" and m.get("g") not in (None, g):
                raise Wrong(f"{body}: of another group")


def tickets(t):
    """A ticket is good for one text of one device, however often it comes."""
    base = 7 * 10 ** 9 + time.time_ns() % 10 ** 6 * 100
    said = '[{"t":"y","g":%d,"k":%d,"b":"%%s"}]' % (t.group, base)
    talk(t, said % "mine")
    own = [m for _ in range(2) for m in talk(t, said % "mine") if m["t"] == "k" and m["k"] == base]
    lie = talk(t, said % "other words", f"?c={t.group}.{10 ** 6}")
    if len(own) != 2 or own[0] != own[1] or not own[0].get("s"):
        raise Wrong(f"stored {own}")
    if any(m["t"] in "km" for m in lie):
        raise Wrong(f"the other words: {lie}")


def strangers(t):
    for token in ("", "x", "a" * 43, t.token + "x", "a" * 150, "%00", "'; --"):
        line = Line(t.port)
        line.send(upgrade(t, token=token or " "))
        got = line.read(wait=0.4)
        line.close()
        heard = messages(got[got.find(b"\r\n\r\n") + 4:])
        if any(m["t"] != "e" for m in heard):
            raise Wrong(f"{token!r} heard {heard[:2]}")


def torrents(t):
    """More pieces than a connection may bring (budget.c), of what libwebsockets never tells of:
    pings of somebody known, which are all read in the end, and a request byte by byte of
    somebody who is not, which is cut off.  And more bombs than one may bring."""
    line, drips = try_line(t.port), try_line(t.port)
    line.send(upgrade(t))
    line.read(head)
    for _ in range(3500):
        line.send(frame(b"x" * 5, PING))
    line.send(frame(struct.pack("!H", 1000), CLOSE))
    for byte in get("/v1/ca", "X: " + "a" * 800)[:800]:
        drips.send(bytes([byte]))
    if line.read(wait=60).endswith(b"...open") or drips.read(wait=9).endswith(b"...open"):
        raise Wrong("who was too fast is not heard any more, or goes on")
    bomber = socket_of(t, protocol=PACKED)
    for _ in range(40):  # 8,000 kilobytes are 31 of them
        bomber.send(frame(packed(bytes(1_000_000)), BINARY))
    if bomber.read(wait=9).endswith(b"...open"):
        raise Wrong("a frame costs as much as what it was packed to")


def until(t):
    end = time.monotonic() + t.seconds
    while time.monotonic() < end:
        yield


def pause(lines):
    select.select([line.s for line in lines], [], [], 0.05)


def over(t, data, protocol=PLAIN, token=True):
    """The same, as fast as it goes; another connection when one is closed."""
    lines = sent = 0
    line = None
    for _ in until(t):
        if not line:
            line = try_line(t.port)
            lines += 1
            if line and token and line.send(upgrade(t, protocol)) and line.read(head):
                line.s.settimeout(0.2)
        sent += 1
        if not line or not line.send(data):
            line = None
    return f"{lines} connections, {sent * len(data) >> 10} KB"


def connect_flood(t):
    n = 0
    for _ in until(t):
        if line := try_line(t.port, secure=False, wait=1):
            line.close()
        n += 1
    return f"{n} connections"


def handshake_flood(t):
    n = good = 0
    for _ in until(t):
        line = try_line(t.port, wait=1)
        good += bool(line)
        n += 1
    return f"{n} handshakes, {good} let in"


def request_flood(t):
    line, seen, n = None, {}, 0
    for _ in until(t):
        line = line or try_line(t.port, wait=20)
        if not line or not line.send(SECOND.encode()):
            line = None
            continue
        got = line.read(lambda got: b"}" in got)
        for s in statuses(got):
            seen[s] = seen.get(s, 0) + 1
        n += 1
        if not got:
            line = None
    if not seen.get(200):
        raise Wrong(f"nobody of this network is let in any more: {seen}")
    return f"{n} requests: {seen}"


def drip(t, first, then, secure=True, count=100):
    lines = [line for _ in range(count) if (line := try_line(t.port, secure=secure, wait=1))]
    for line in lines:
        line.send(first)
    for at, _ in enumerate(until(t)):
        for line in lines:
            line.send(then[at % len(then):][:1])
        pause(lines)
    return f"{len(lines)} connections"


def many_of(t, n=300):
    lines = [line for _ in range(n) if (line := try_line(t.port, secure=False, wait=1))]
    for _ in until(t):
        pause(lines)
    return f"{len(lines)} of {n} connections"


ONCE = {f.__name__: f for f in (routes, paths, methods, headers, smuggling, pipelining, lies, tls, websocket, bombs,
                                cursors, numbers, tickets, strangers, torrents)}
LONG = {
    "connects": connect_flood, "handshakes": handshake_flood, "requests": request_flood,
    "slow headers": lambda t: drip(t, b"GET /v1/ca HTTP/1.1\r\nX: ", b"a"),
    "slow body": lambda t: drip(t, get("/v1/signin", "Content-Length: 4000\r\n", "POST"), b"a"),
    "slow upgrade": lambda t: drip(t, upgrade(t)[:40], upgrade(t)[40:]),
    "slow frame": lambda t: drip(t, upgrade(t, token="x") + frame(b"", claim=60000), b"a"),
    "slow tls": lambda t: drip(t, b"\x16\x03\x01\x02\x00", b"\x01", secure=False),
    "silence": many_of,
    "pings": lambda t: over(t, frame(b"x" * 5, PING) * 1000),
    "pongs": lambda t: over(t, frame(b"", PONG) * 1000),
    "empty frames": lambda t: over(t, frame(b"") * 1000),
    "endless frame": lambda t: over(t, frame(b"a" * 500, CONTINUES, fin=False) * 20),
    "pieces": lambda t: over(t, frame(b"", fin=False) + frame(b"", CONTINUES, fin=False) * 1000),
    "frames": lambda t: over(t, frame(b'[{"t":"a","g":%d,"s":1}]' % t.group) * 200),
    "large frames": lambda t: over(t, frame(b'["' + b"x" * 65000 + b'"]')),
    "zip bombs": lambda t: over(t, frame(packed(bytes(4_000_000)), BINARY), PACKED),
    "garbage": lambda t: over(t, os.urandom(4000), token=False), "requests again": request_flood,
}


def main(port, token, group, attack, seconds):
    t = SimpleNamespace(port=int(port), token=token, group=int(group), seconds=float(seconds))
    try:
        said = (ONCE | LONG)[attack](t)
    except Wrong as wrong:
        sys.exit(f"{attack}: {wrong}")
    print(f"{attack}: {said or 'refused'}", flush=True)
    os._exit(0)  # no goodbye


if sys.argv[1:] == ["list"]:
    print("\n".join([*ONCE, "", *LONG]))
elif len(sys.argv) == 6:
    main(*sys.argv[1:])
else:
    sys.exit(__doc__)
