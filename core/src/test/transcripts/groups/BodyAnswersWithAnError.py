"""A body that answers the cancel by an error of its own adds it to the child's."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            raise Oops("body")


async def main():
    say(await outcome(block()))
    await asyncio.sleep(0.01)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
