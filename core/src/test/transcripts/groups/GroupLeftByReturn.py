"""A body that is left by a return waits for the tasks before the method returns."""
import asyncio
from transcript import Oops, outcome, say


async def work():
    await asyncio.sleep(0.01)
    say("the task ends")


async def fail():
    raise Oops("child")


async def block(fails):
    async with asyncio.TaskGroup() as group:
        group.create_task(work())
        if fails:
            group.create_task(fail())
        return "returned"


async def main():
    say(await block(False))
    say(await outcome(block(True)))


asyncio.run(main())
