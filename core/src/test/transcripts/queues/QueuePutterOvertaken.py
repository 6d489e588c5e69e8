"""A putter that was woken and finds no room waits again, behind the others."""
import asyncio
from transcript import outcome, say


async def put(queue, item):
    say("put", item, await outcome(queue.put(item)))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    putters = [asyncio.create_task(put(queue, item)) for item in (1, 2, 3)]
    await turns(1)
    say("got", queue.get_nowait())
    queue.put_nowait(9)
    await turns(1)
    for _ in range(4):
        say("got", queue.get_nowait())
        await turns(1)


asyncio.run(main())
