"""Several puts in one turn wake as many getters, who run in that order."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    getters = [asyncio.create_task(get(queue, name)) for name in "abcd"]
    await turns(1)
    for item in 1, 2, 3:
        queue.put_nowait(item)
    say(queue.qsize())
    await turns(1)
    say(queue.qsize(), getters[3].done())
    queue.put_nowait(4)
    await turns(1)


asyncio.run(main())
