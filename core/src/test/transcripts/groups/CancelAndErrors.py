# asyncio 3.13: older ones lose the cancel
"""Errors win over a cancel from elsewhere, which strikes again where the task suspends next."""
import asyncio
from transcript import Oops, outcome, say


async def fail_cleaning_up():
    try:
        await asyncio.sleep(3600)
    finally:
        raise Oops("clean-up")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail_cleaning_up())
        await asyncio.sleep(3600)


async def work():
    me = asyncio.current_task()
    say(await outcome(block()), me.cancelling())
    say(await outcome(asyncio.sleep(3600)), me.cancelling())
    await asyncio.sleep(0.01)
    return "goes on"


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    say(await outcome(task))


asyncio.run(main())
