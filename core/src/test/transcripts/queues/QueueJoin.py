"""Joins wait until all is done, and then run in the next turn."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def join(queue, name):
    await queue.join()
    say("joined", name)


async def main():
    queue = asyncio.Queue()
    for item in range(2):
        queue.put_nowait(item)
    joiners = [asyncio.create_task(join(queue, name)) for name in "ab"]
    counter = asyncio.create_task(ticks(5))
    await turns(2)
    queue.get_nowait()
    queue.task_done()
    say("done", 0)
    await turns(1)
    queue.task_done()
    say("done", 1, queue.qsize())
    await counter
    await join(queue, "late")


asyncio.run(main())
