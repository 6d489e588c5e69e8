"""Putters are served in the order they came, one turn after each get."""
import asyncio
from transcript import outcome, say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def put(queue, item):
    say("put", item, await outcome(queue.put(item)))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(1)
    counter = asyncio.create_task(ticks(7))
    putters = [asyncio.create_task(put(queue, item)) for item in (1, 2, 3, 4)]
    await turns(2)
    for _ in range(4):
        say("got", queue.get_nowait())
        await turns(1)
    await counter


asyncio.run(main())
