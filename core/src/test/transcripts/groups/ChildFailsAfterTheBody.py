# asyncio 3.13: older ones leave a cancel behind
"""A task that fails while the group waits for the rest: there is no body left to be cancelled."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        group.create_task(asyncio.sleep(3600))
        say("body ends")


async def main():
    say(await outcome(block()))
    await asyncio.sleep(0.01)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
