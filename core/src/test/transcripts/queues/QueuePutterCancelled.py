"""A cancelled putter puts nothing and is passed over."""
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
    putters = [asyncio.create_task(put(queue, item)) for item in (1, 2, 3, 4)]
    await turns(1)
    putters[0].cancel("first")
    await turns(1)
    putters[1].cancel("second")
    say("got", queue.get_nowait())
    await turns(1)
    say("got", queue.get_nowait())
    await turns(1)
    say("got", queue.get_nowait())
    say(queue.qsize(), [putter.done() for putter in putters])


asyncio.run(main())
