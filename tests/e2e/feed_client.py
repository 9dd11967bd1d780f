#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: feed_client.py FACILITATOR'S-INVITE PATIENT'S-INVITE PASSPHRASE

A calendar feed over real HTTPS, as a calendar program asks for it, and the week's hours of those
who lead, by porchlight-protocol(5).  Prints "STEP" words and waits for a line behind each "?"."""
import asyncio
import http.client
import json
import re
import sys
import time

import websockets

from protocol_client import token, trusted

TITLE = "Trauma group"
LINES = ("DTSTART;TZID=America/Denver:20270105T{}0000\nDURATION:PT90M\n"
         "RRULE:FREQ=WEEKLY;BYDAY=TU\nLOCATION:Room 5\n")


def step(word):
    print(word, flush=True)
    if word.endswith("?"):
        sys.stdin.readline()


def must(what, why):
    if not what:
        sys.exit(f"FAILED: {why}")


class Person:
    """One connection; what it heard, by type."""

    def __init__(self, server, tls, bearer):
        self.server, self.tls, self.bearer, self.ticket = server, tls, bearer, 0

    async def __aenter__(self):
        self.ws = await websockets.connect(
            f"wss://{self.server}/w?c=1.0&w=0", ssl=self.tls, compression=None,
            extra_headers={"Authorization": f"Bearer {self.bearer}"},
            subprotocols=["porchlight.1"])
        self.heard = []
        return self

    async def __aexit__(self, *_):
        await self.ws.close()

    async def say(self, **m):
        await self.ws.send(json.dumps([m]))

    async def hear(self, kind, **like):
        """The next message of this kind that has all of these."""
        while True:
            for m in self.heard:
                if m["t"] == kind and like.items() <= m.items():
                    self.heard.remove(m)
                    return m
            self.heard += json.loads(await asyncio.wait_for(self.ws.recv(), 60))

    async def ask(self, **m):
        self.ticket += 1
        await self.say(k=self.ticket, **m)
        settled = await self.hear("K", k=self.ticket)
        must("c" not in settled, f"{m['t']}: {settled}")
        return settled

    async def feed(self, on, **more):
        await self.ask(t="F", n=int(on), **more)
        return (await self.hear("L")).get("b")


class Program:
    """A calendar program: keeps its connection, and asks again over it."""

    def __init__(self, server, tls):
        self.line = http.client.HTTPSConnection(server, context=tls, timeout=60)

    def get(self, path, method="GET", **headers):
        self.line.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = self.line.getresponse()
        body = answer.read()
        return answer, body.decode()


def check_feed(program, path):
    answer, body = program.get(path)
    must(answer.status == 200, f"{answer.status} {body}")
    must(answer.headers["content-type"] == "text/calendar; charset=utf-8", "the type")
    must(answer.headers["cache-control"].startswith("private"), "who may keep it")
    must(body.startswith("BEGIN:VCALENDAR\r\n") and "SUMMARY:Dentist\r\n" in body, body)
    must("TRIGGER:-PT15M" in body and "FREQ=WEEKLY" in body, body)
    must(not re.search("trauma|room|grace|ana|group", body, re.I), body)
    tag = answer.headers["etag"]
    head, nothing = program.get(path, "HEAD")
    must(head.status == 200 and nothing == "" and head.headers["etag"] == tag, "HEAD")
    must(head.headers["content-length"] == str(len(body.encode())), "HEAD's length")
    for match in (tag, "W/" + tag, f'"other", {tag}', "*"):
        same, nothing = program.get(path, If_None_Match=match)
        must(same.status == 304 and nothing == "" and same.headers["etag"] == tag, match)
    other, _ = program.get(path, If_None_Match='"other"')
    must(other.status == 200, "another tag")
    return tag


def gone(program, path):
    """What is not there any more looks as what never was."""
    answer, body = program.get(path)
    wrong, wrong_body = program.get("/calendar/" + "x" * 22 + ".ics")
    never, never_body = program.get("/calendar.ics")
    must(answer.status == wrong.status == never.status == 404, f"{answer.status} {body}")
    must(body == wrong_body == never_body and "etag" not in answer.headers, body)
    return True


def check_throttle(program):
    """Whoever guesses is stopped, and may still sign in."""
    codes = [program.get(f"/calendar/guess{i}.ics")[0].status for i in range(150)]
    must(codes[-1] == 429 and set(codes) == {404, 429}, f"{codes[-5:]}")


async def check_hours(grace, member):
    # The week of the first session: it is to come, so that nobody missed it.
    now = int(time.time() * 1000)
    await grace.say(t="O", g=1, d=now - now % 86400000)
    row = await grace.hear("H", u=member)
    must(row["n"] == 0 and row["s"] == 1 and row["k"] == 0, f"{row}")
    last = await grace.hear("H")
    must("u" not in last and last["k"] == 541 and last["d"] == row["d"], f"{last}")


async def run(server, tls, bearers):
    async with Person(server, tls, bearers[0]) as grace, \
            Person(server, tls, bearers[1]) as ana:
        program, series = Program(server, tls), {"t": "E", "g": 1, "r": "group.c", "x": TITLE}
        me = (await ana.hear("h"))["u"]
        row = (await grace.ask(**series, d=0, b=LINES.format(18)))["s"]
        await ana.hear("S", s=row)
        version = (await grace.hear("P"))["k"]
        first = await ana.feed(True, x="Dentist", s=16)
        tag = check_feed(program, first)
        must(check_feed(program, first) == tag, "nothing changed")
        await grace.ask(**series, s=row, d=version, b=LINES.format(19))
        changed, body = program.get(first, If_None_Match=tag)
        must(changed.status == 200 and changed.headers["etag"] != tag, "it has changed")
        must("20270105T190000" in body, body)
        second = await ana.feed(True, x="Dentist", s=16)
        must(second != first and gone(program, first), "the old one is over")
        await check_hours(grace, me)
        await grace.ws.send(json.dumps([{"t": "F", "k": k, "n": 1} for k in (97, 98)]))
        must((await grace.hear("K", k=98))["c"] == "rate", "one at a time")
        must("c" not in await grace.hear("K", k=97), "the first is made")
        await grace.say(t="F", k=99, n=2)
        must((await grace.hear("K", k=99))["c"] == "form", "n is 0 or 1")
        await ana.say(t="O", g=1, d=0)
        must((await ana.hear("e", g=1))["c"] == "role", "who does not lead")
    step(f"path {second.split('/')[2][:22]}")
    tag = check_feed(program, second)
    step("restart?")
    program = Program(server, tls)
    must(check_feed(program, second) == tag, "the same after a restart")
    step("disable?")
    gone(program, second)
    step("enable?")
    check_feed(program, second)
    # Whoever was switched off signs in anew.
    step("again")
    return second


async def end(server, tls, bearer, path):
    async with Person(server, tls, bearer) as ana:
        must(await ana.feed(False) is None, "none any more")
        gone(Program(server, tls), path)
        must(await ana.feed(False) is None, "and none still")


def main(*words):
    form = r"(?:porchlight\s+)?(?:join\s+)?(\S+:\d+)/([^#\s]+)#([0-9a-fA-F]{64})"
    invites = [re.fullmatch(form, line.strip()) for line in words[:2]]
    server, _, fingerprint = invites[0].groups()
    tls = trusted(server, fingerprint)
    names = ("Grace", "Ana")
    bearers = [token(server, tls, i[2], n, words[2]) for i, n in zip(invites, names)]
    path = asyncio.run(run(server, tls, bearers))
    ana = token(server, tls, invites[1][2], "Ana", words[2])
    asyncio.run(end(server, tls, ana, path))
    check_throttle(Program(server, tls))
    token(server, tls, invites[1][2], "Ana", words[2])
    step("done")


main(*sys.argv[1:]) if len(sys.argv) == 4 else sys.exit(__doc__)
