"""However often the task is cancelled that waits for a group: it waits for the tasks."""
import asyncio
from transcript import outcome, say


async def stubborn():
    for i in range(3):
        say(i, await outcome(asyncio.sleep(3600 if i == 0 else 0.025)))
    say("the task ends")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(stubborn())


async def main():
    task = asyncio.create_task(block())
    for i in range(4):
        await asyncio.sleep(0.01)
        say("cancel", i, task.cancel(str(i)))
    say(await outcome(task), task.cancelling())


asyncio.run(main())
