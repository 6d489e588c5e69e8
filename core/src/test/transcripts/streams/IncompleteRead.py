"""Reading more than comes is an error that has what came."""
import asyncio
from transcript import say


async def send_little(reader, writer):
    writer.write(b"abcde")
    writer.close()


async def main():
    server = await asyncio.start_server(send_little, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    say((await reader.readexactly(2)).decode())
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as e:
        say("incomplete", e.partial.decode(), reader.at_eof())
    say(len(await reader.read(10)))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
