"""A cancel ends a read; the stream can be read from afterwards."""
import asyncio
from transcript import outcome, say


async def answer(reader, writer):
    await reader.readline()
    writer.write(b"answer\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("no patience")
    say(await outcome(task))
    writer.write(b"question\n")
    say((await reader.readline()).decode().strip())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
