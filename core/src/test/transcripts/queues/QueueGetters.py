"""Getters are served in the order they came, one turn after each put."""
import asyncio
from transcript import outcome, say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    counter = asyncio.create_task(ticks(7))
    getters = [asyncio.create_task(get(queue, name)) for name in "abc"]
    await turns(2)
    for item in 1, 2, 3:
        queue.put_nowait(item)
        say("put", item)
        await turns(1)
    await counter


asyncio.run(main())
