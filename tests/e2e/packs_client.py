#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usage: packs_client.py PATIENT'S-INVITE PASSPHRASE FORM-FILE

A clinic's packs over real HTTPS, as HTTP has it: tags, parts, gzip; and who may not.  FORM-FILE is
what /packs/sleep/night.json has to be."""
import gzip
import hashlib
import http.client
import re
import sys

from protocol_client import token, trusted

FORM = "/packs/sleep/night.json"


def must(what, why):
    if not what:
        sys.exit(f"FAILED: {why}")


def main():
    invite, passphrase, path = sys.argv[1:]
    form = r"(?:porchlight\s+)?(?:join\s+)?(\S+:\d+)/([^#\s]+)#([0-9a-fA-F]{64})"
    server, code, fingerprint = re.fullmatch(form, invite.strip()).groups()
    tls = trusted(server, fingerprint)
    bearer = token(server, tls, code, "Ana", passphrase)
    with open(path, "rb") as f:
        form = f.read()
    host, port = server.rsplit(":", 1)
    line = http.client.HTTPSConnection(host, int(port), context=tls, timeout=20)

    def ask(path, method="GET", who=bearer, **headers):
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if who:
            headers["Authorization"] = f"Bearer {who}"
        line.request(method, path, headers=headers)
        r = line.getresponse()
        return r.status, r.read(), {k.lower(): v for k, v in r.getheaders()}

    digest = hashlib.blake2b(form, digest_size=32).hexdigest()
    status, body, head = ask(FORM)
    must(status == 200 and body == form, "the form does not come")
    must(head["etag"] == f'"{digest}"', "its tag is not its hash")
    must(head["accept-ranges"] == "bytes", "no parts are said to be had")
    must(int(head["content-length"]) == len(form), "length")

    # Asked again.
    for match in (f'"{digest}"', f'"x", "{digest}"', f'W/"{digest}"', "*", f'"{digest}.gz"'):
        status, body, head = ask(FORM, If_None_Match=match)
        must(status == 304 and not body, f"{match} is not 304 but {status}")
    must(ask(FORM, If_None_Match='"0"')[0] == 200, "another tag")

    # Parts.
    status, body, head = ask(FORM, Range="bytes=100-")
    must(status == 206 and body == form[100:], "the rest")
    must(head["content-range"] == f"bytes 100-{len(form) - 1}/{len(form)}", "its range")
    status, body, head = ask(FORM, Range="bytes=100-199", If_Range=f'"{digest}"')
    must(status == 206 and body == form[100:200], "a part")
    status, body, head = ask(FORM, Range=f"bytes=10-{len(form) + 1000}")
    must(status == 206 and body == form[10:], "more than there is")
    status, body, head = ask(FORM, Range="bytes=100-", If_Range='"0"')
    must(status == 200 and body == form, "a part of another version")
    status, body, head = ask(FORM, Range=f"bytes={len(form)}-")
    must(status == 416 and head["content-range"] == f"bytes */{len(form)}", "behind the end")
    for bad in ("bytes=5-2", "bytes=-5", "bytes=a-", "bytes=1-2,5-6", "lines=1-2",
                "bytes=99999999999999999999-", "bytes=0-1x", "bytes="):
        status, body, head = ask(FORM, Range=bad)
        must(status == 200 and body == form, f"{bad} gives {status}")
    status, body, head = ask(FORM, Range="bytes=0-9", Accept_Encoding="gzip")
    must(status == 206 and body == form[:10] and "content-encoding" not in head, "packed part")

    # Packed.
    status, body, head = ask(FORM, Accept_Encoding="gzip, br")
    must(status == 200 and head["content-encoding"] == "gzip", "it is not packed")
    must(gzip.decompress(body) == form and len(body) < len(form) / 2, "packed is another")
    must(head["etag"] == f'"{digest}.gz"' and head["vary"] == "accept-encoding", "packed tag")
    for no in ("identity", "gzip;q=0", "br"):
        must("content-encoding" not in ask(FORM, Accept_Encoding=no)[2], f"{no} is packed")

    # The head alone.
    status, body, head = ask(FORM, "HEAD", Range="bytes=100-")
    must(status == 200 and not body and int(head["content-length"]) == len(form), "HEAD")

    # The list, and one connection for all of this.
    status, body, head = ask("/packs")
    must(status == 200 and body.decode().split()[:2] == ["sleep", "1"], "the list")
    must(ask("/packs", If_None_Match=head["etag"])[0] == 304, "the list again")
    status, text, head = ask("/packs/sleep/pack.txt")
    must(hashlib.blake2b(text, digest_size=32).hexdigest() == body.decode().split()[2],
         "pack.txt is not what the list says")

    # Who may not, and what is not there.
    must(ask(FORM, who=None)[0] == 401, "without a token")
    must(ask(FORM, who="nobody")[0] == 401, "with another token")
    must(ask("/packs", who=None)[0] == 401, "the list without a token")
    for path in ("/packs/", "/packs/sleep", "/packs/sleep/", "/packs/other/night.json",
                 "/packs/sleep/other.json", "/packs/sleep/../../pack.key",
                 "/packs/sleep/%2e%2e/%2e%2e/pack.key", "/packs/../pack.key",
                 "/packs/sleep.1/night.json",
                 "/packs/sleep/night.json/", "/packs/sleep/" + "a" * 300,
                 "/packs//etc/passwd", "/packs/sleep/..%2f..%2fpack.key"):
        status, body, head = ask(path)
        must(status == 404, f"{path} gives {status}")
    must(ask(FORM, "POST")[0] == 404, "POST")
    print("done")


main()
