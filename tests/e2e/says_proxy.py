# SPDX-License-Identifier: MIT
"""Stands before a server with the server's own certificate, and writes down what clients say.

    says_proxy.py PORT CERTIFICATE KEY FILE      prints "listening on N"

All that comes from a client is written to FILE, as it is inside TLS.
"""
import asyncio
import ssl
import sys

port, cert, key, path = int(sys.argv[1]), *sys.argv[2:5]
shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
shows.load_cert_chain(cert, key)
trusts = ssl.create_default_context()
trusts.check_hostname = False
trusts.verify_mode = ssl.CERT_NONE  # it is the one that this stands before
said = open(path, "wb", buffering=0)


async def carry(source, to, note):
    try:
        while some := await source.read(65536):
            if note:
                said.write(some)
            to.write(some)
            await to.drain()
    except (OSError, ssl.SSLError):
        pass
    to.close()


async def on_client(reader, writer):
    r, w = await asyncio.open_connection("127.0.0.1", port, ssl=trusts)
    await asyncio.gather(carry(reader, w, True), carry(r, writer, False))


async def main():
    server = await asyncio.start_server(on_client, "127.0.0.1", 0, ssl=shows)
    print("listening on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
