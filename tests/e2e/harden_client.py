# SPDX-License-Identifier: MIT
"""Joins with an invite, opens a WebSocket, and after a line signs in: Python's own HTTP and TLS.

    harden_client.py PORT CODE NAME PASSPHRASE      prints "token TOKEN" for each
"""
import http.client
import json
import ssl
import sys

port, code, name, passphrase = int(sys.argv[1]), *sys.argv[2:5]
trust = ssl.create_default_context()
trust.check_hostname = False
trust.verify_mode = ssl.CERT_NONE  # who this is is not the question here


def connect():
    return http.client.HTTPSConnection("127.0.0.1", port, context=trust, timeout=20)


def post(path, body):
    c = connect()
    c.request("POST", path, json.dumps(body))
    answer = c.getresponse()
    words = json.loads(answer.read())
    assert answer.status == 200, words
    c.close()
    return words


def upgrade(token):
    c = connect()
    c.request("GET", "/w?v=0", headers={
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "porchlight.1",
        "Authorization": "Bearer " + token})
    answer = c.getresponse()
    assert answer.status == 101, answer.status
    return c  # it stays open


def fetch(token):
    c = connect()
    c.request("GET", "/packs", headers={"Authorization": "Bearer " + token})
    answer = c.getresponse()
    answer.read()
    assert answer.status in (200, 304, 404), answer.status
    c.close()


def tell(token):
    """Once the server has gone on from there: it answers somebody else."""
    connect().connect()
    print("token", token, flush=True)


first = post("/v1/enrol", {"code": code, "name": name, "passphrase": passphrase})["token"]
held = upgrade(first)
fetch(first)
tell(first)
sys.stdin.readline()
tell(post("/v1/signin", {"name": name, "passphrase": passphrase})["token"])
sys.stdin.readline()
