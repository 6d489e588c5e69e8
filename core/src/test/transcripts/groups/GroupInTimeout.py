"""A time limit around a group cancels its tasks, and comes out as a timeout."""
import asyncio
from transcript import Oops, outcome, say


async def sleeper(fails):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        say("the task ends")
        if fails:
            raise Oops("clean-up")


async def block(fails, in_body):
    async with asyncio.timeout(0.01):
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(fails))
            if in_body:
                await asyncio.sleep(3600)


async def main():
    for in_body in (False, True):
        for fails in (False, True):
            say(await outcome(block(fails, in_body)), asyncio.current_task().cancelling())
    await asyncio.sleep(0.01)
    say("end")


asyncio.run(main())
