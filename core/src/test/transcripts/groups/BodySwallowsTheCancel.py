"""A body that swallows the cancel goes on to its end; the error comes out then."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        say("body", await outcome(asyncio.sleep(3600)))
        await asyncio.sleep(0.01)
        say("body ends", asyncio.current_task().cancelling())


async def main():
    say(await outcome(block()))
    await asyncio.sleep(0.01)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
