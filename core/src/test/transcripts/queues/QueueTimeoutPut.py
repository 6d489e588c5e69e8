"""A put that takes too long puts nothing, and counts for nothing."""
import asyncio
from transcript import say


async def main():
    queue = asyncio.Queue(1)
    await queue.put(1)
    try:
        async with asyncio.timeout(0.01):
            await queue.put(2)
    except TimeoutError as e:
        say(e, queue.qsize())
    say(await queue.get(), queue.empty())
    queue.task_done()
    await queue.join()
    say("joined")


asyncio.run(main())
