# asyncio 3.13: older ones lose the cancel
"""A cancel from elsewhere in the turn in which a task fails: both come through."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        await asyncio.sleep(3600)


async def work():
    me = asyncio.current_task()
    say(await outcome(block()), me.cancelling())
    await asyncio.sleep(3600)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    say(await outcome(task), task.cancelling())


asyncio.run(main())
