"""Sends back what it is sent.

python3 echo.py streams|protocol asyncio|uvloop [CERTIFICATE.pem KEY.pem]
"""

import asyncio
import ssl
import sys


async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


async def main(kind, certificate):
    loop = asyncio.get_running_loop()
    tls = None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*certificate)
    if kind == "streams":
        server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=1000, ssl=tls)
    elif kind == "protocol":
        server = await loop.create_server(Echo, "127.0.0.1", 0, backlog=1000, ssl=tls)
    else:
        sys.exit(f"unknown kind: {kind}")
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if sys.argv[2] == "uvloop":
    import uvloop

    uvloop.install()
asyncio.run(main(sys.argv[1], sys.argv[3:]))
