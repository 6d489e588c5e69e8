"""Errors and cancels are thrown when their turn comes; the others are not disturbed."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("failed")


async def main():
    cancelled = asyncio.create_task(asyncio.sleep(3600))
    works = [asyncio.sleep(0.03, "result"), cancelled, fail()]
    asyncio.get_running_loop().call_later(0.02, cancelled.cancel)
    for awaitable in asyncio.as_completed(works):
        say(await outcome(awaitable), asyncio.current_task().cancelling())


asyncio.run(main())
