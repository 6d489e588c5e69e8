"""A cancel of the task that waits for its group goes to the tasks, and comes out when they ended."""
import asyncio
from transcript import outcome, say


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        say("the task ends")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
    say("never")


async def main():
    task = asyncio.create_task(block())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say(task.done())
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
