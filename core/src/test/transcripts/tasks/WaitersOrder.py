"""Those who wait for one task wake in the order in which they began to wait."""
import asyncio
from transcript import say


async def waiter(name, task):
    say(name, await task)


async def main():
    task = asyncio.create_task(asyncio.sleep(0.01, "result"))
    waiters = [asyncio.create_task(waiter(name, task)) for name in "cab"]
    say("main", await task)
    await asyncio.wait(waiters)


asyncio.run(main())
