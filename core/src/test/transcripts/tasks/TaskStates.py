"""A pending task has neither result nor exception; a done one has one of them."""
import asyncio
from transcript import Oops, attempt, say


async def work(fails):
    if fails:
        raise Oops("no")
    return 5


async def main():
    good = asyncio.create_task(work(False))
    bad = asyncio.create_task(work(True))
    for _ in range(2):
        for task in (good, bad):
            say(task.done(), task.cancelled(), attempt(task.result), attempt(task.exception))
        await asyncio.sleep(0)


asyncio.run(main())
