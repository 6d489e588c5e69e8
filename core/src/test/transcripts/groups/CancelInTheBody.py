"""A cancel that strikes the body goes to the tasks when the body is over, which may take time."""
import asyncio
from transcript import outcome, say


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        say("the task ends")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.01)
            say("body ends")


async def main():
    task = asyncio.create_task(block())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
