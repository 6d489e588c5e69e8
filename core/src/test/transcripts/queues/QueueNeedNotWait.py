"""Calls that need not wait do not give the loop away."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def main():
    counter = asyncio.create_task(ticks(2))
    queue = asyncio.Queue(1)
    await queue.put(1)
    say("put")
    say("got", await queue.get())
    queue.task_done()
    await queue.join()
    say("joined")
    await counter


asyncio.run(main())
