"""A cancelled getter is passed over, also when its task has not run since."""
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
    getters[0].cancel("first")
    await turns(1)
    getters[1].cancel("second")
    queue.put_nowait(1)
    await turns(1)
    queue.put_nowait(2)
    await turns(1)
    say(queue.qsize(), [getter.done() for getter in getters])


asyncio.run(main())
