"""A server talks to several clients at once: here the last one to come is the first to be answered."""
import asyncio
from transcript import say


async def main():
    waiting = []

    async def answer_backwards(reader, writer):
        name = (await reader.readline()).decode().strip()
        mine = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        if len(waiting) == 3:
            waiting[2].set_result(None)
        await mine
        say("serves", name)
        writer.write(b"answer to " + name.encode())
        writer.close()
        position = waiting.index(mine)
        if position > 0:
            waiting[position - 1].set_result(None)

    server = await asyncio.start_server(answer_backwards, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def ask(name):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(name.encode() + b"\n")
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer.decode()

    tasks = []
    for name in ("a", "b", "c"):
        tasks.append(asyncio.create_task(ask(name)))
        while len(waiting) < len(tasks):
            await asyncio.sleep(0)
    say(await asyncio.gather(*tasks))
    server.close()
    await server.wait_closed()


asyncio.run(main())
