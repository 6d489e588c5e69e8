"""A server answers line by line until the client ends."""
import asyncio
from transcript import say


async def shout(reader, writer):
    while line := await reader.readline():
        say("server got", line.decode().strip())
        writer.write(line.upper())
        await writer.drain()
    say("server at the end")
    writer.close()


async def main():
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for word in ("one", "two", "three"):
        writer.write((word + "\n").encode())
        say("client got", (await reader.readline()).decode().strip())
    writer.write_eof()
    say("client at the end", len(await reader.read()))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
