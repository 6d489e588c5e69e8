# asyncio 3.13: older ones cannot be shut down
"""A shutdown between a get and the run of the putter that it woke."""
import asyncio
from transcript import attempt, outcome, say


async def put(queue, item):
    say("put", item, await outcome(queue.put(item)))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    for item in 1, 2:
        asyncio.create_task(put(queue, item))
    await turns(1)
    say("got", queue.get_nowait())
    queue.shutdown()
    await turns(1)
    say(queue.qsize(), attempt(queue.get_nowait))


asyncio.run(main())
