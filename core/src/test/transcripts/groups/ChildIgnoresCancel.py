"""A task that ignores its cancel is waited for and gives its result."""
import asyncio
from transcript import Oops, outcome, say


async def stubborn():
    say(await outcome(asyncio.sleep(3600)))
    await asyncio.sleep(0.01)
    say("the task ends")
    return "result"


tasks = []


async def block():
    async with asyncio.TaskGroup() as group:
        tasks.append(group.create_task(stubborn()))
        await asyncio.sleep(0.01)
        raise Oops("body")


async def main():
    say(await outcome(block()))
    say(tasks[0].result(), tasks[0].cancelling())


asyncio.run(main())
