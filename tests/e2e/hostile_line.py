# SPDX-License-Identifier: MIT
"""A connection of hostile_client.py, and what it says over it."""
import socket
import ssl
import struct

SOURCE = "127.0.9.9"
PLAIN, PACKED = "porchlight.1", "porchlight.1.d2"
CONTINUES, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


class Wrong(Exception):
    pass


def context(most=None):
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    if most:
        tls.minimum_version, tls.maximum_version = most, most
    return tls


class Line:
    """One connection; what a server may do to it is no error of ours."""
    tls = context()

    def __init__(self, port, secure=True, wait=20):
        self.s = socket.create_connection(("127.0.0.1", port), wait, (SOURCE, 0))
        self.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if secure:
            self.s = self.tls.wrap_socket(self.s)
        self.s.settimeout(wait)

    def send(self, data):
        try:
            self.s.sendall(data)
            return True
        except OSError:
            return False

    def read(self, until=lambda got: False, wait=20):
        """All until it closes, or `until` says so; with "...open" behind it where it stays."""
        got = b""
        self.s.settimeout(wait)
        try:
            while not until(got):
                piece = self.s.recv(65536)
                if not piece:
                    break
                got += piece
        except TimeoutError:
            got += b"...open"
        except OSError:
            pass
        return got

    def close(self):
        self.s.close()


def head(got):
    return b"\r\n\r\n" in got


def try_line(port, **how):
    try:
        return Line(port, **how)
    except OSError:
        return None


def upgrade(t, protocol=PLAIN, query="", token=None):
    return (f"GET /w{query} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Sec-WebSocket-Protocol: {protocol}\r\n"
            f"Authorization: Bearer {token or t.token}\r\n\r\n").encode()


def frame(payload, opcode=TEXT, fin=True, mask=True, rsv=0, claim=None):
    n = len(payload) if claim is None else claim
    head = bytes([(0x80 if fin else 0) | rsv | opcode])
    bit = 0x80 if mask else 0
    if n < 126:
        head += bytes([bit | n])
    elif n < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", n)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", n)
    return head + (bytes(4) if mask else b"") + payload
