"""A body that throws the error of a cancel, though nobody cancelled it, cancels the tasks."""
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
        await asyncio.sleep(0)
        raise asyncio.CancelledError("own")


async def main():
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
