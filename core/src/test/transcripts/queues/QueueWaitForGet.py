"""A get that takes too long takes nothing."""
import asyncio
from transcript import outcome, say


async def main():
    queue = asyncio.Queue()
    say(await outcome(asyncio.wait_for(queue.get(), 0.01)))
    await queue.put(1)
    say(queue.qsize())
    say(await outcome(asyncio.wait_for(queue.get(), 0.01)))
    asyncio.get_running_loop().call_later(0.02, queue.put_nowait, 2)
    say(await outcome(asyncio.wait_for(queue.get(), 0.03)))


asyncio.run(main())
