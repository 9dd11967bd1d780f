#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: record_client.py INVITE NAME PASSPHRASE

Gets the first part of a person's record, says so, waits for a line, and gets the second: by the hash of
what it has, by another one, and by what is none.  Prints how each was answered."""
import http.client
import re
import sys

from protocol_client import token, trusted


def main(invite, name, passphrase):
    form = r"(?:porchlight\s+)?(?:join\s+)?(\S+:\d+)/([^#\s]+)#([0-9a-fA-F]{64})"
    server, code, fingerprint = re.fullmatch(form, invite.strip()).groups()
    tls = trusted(server, fingerprint)
    bearer = token(server, tls, code, name, passphrase)
    host, port = server.rsplit(":", 1)

    def ask(path):
        line = http.client.HTTPSConnection(host, int(port), context=tls, timeout=20)
        line.request("GET", "/v1/record" + path, headers={"Authorization": f"Bearer {bearer}"})
        r = line.getresponse()
        return r.status, r.read(), (r.getheader("ETag") or "").strip('"')

    status, body, tag = ask("")
    moment, digest = tag.split("n")
    print(f"first {status} {len(body)}", flush=True)
    sys.stdin.readline()
    for what, path in (("next", f"/{moment}.{len(body)}.{digest}"),
                       ("other", f"/{moment}.{len(body)}.{digest[::-1]}"),
                       ("odd", f"/{moment}.{len(body) - 1}.{digest}")):
        status, body_of, _ = ask(path)
        why = body_of.decode() if status != 200 else len(body_of)
        print(f"{what} {status} {why}", flush=True)


main(*sys.argv[1:])
