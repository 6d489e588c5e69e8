# asyncio 3.13: older ones cannot be shut down
"""All putters hear of a shutdown in the next turn and put nothing."""
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
    for immediate in False, True:
        queue = asyncio.Queue(1)
        queue.put_nowait(0)
        counter = asyncio.create_task(ticks(4))
        for item in 1, 2:
            asyncio.create_task(put(queue, item))
        await turns(2)
        queue.shutdown(immediate)
        say("shut down", queue.qsize())
        await counter
        say(queue.qsize())


asyncio.run(main())
