"""A shield gives the result of the work, or its very error."""
import asyncio
from transcript import Oops, outcome, say

error = Oops("work")


async def work(fails):
    await asyncio.sleep(0.01)
    if fails:
        raise error
    return "result"


async def main():
    say(await asyncio.shield(work(False)))
    e = await outcome(asyncio.shield(work(True)))
    say(e, e is error)
    task = asyncio.create_task(work(False))
    say(await asyncio.shield(task), task.done())


asyncio.run(main())
