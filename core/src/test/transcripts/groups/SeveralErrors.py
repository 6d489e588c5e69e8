"""Errors are kept in the order in which tasks end: two of one turn, and one of a clean-up."""
import asyncio
from transcript import Oops, outcome, say


async def fail(start, message):
    await start
    raise Oops(message)


async def fail_cleaning_up():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        raise Oops("clean-up")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail_cleaning_up())
        start = asyncio.get_running_loop().create_future()
        group.create_task(fail(start, "first"))
        group.create_task(fail(start, "second"))
        group.create_task(asyncio.sleep(3600))
        await asyncio.sleep(0.01)
        start.set_result(None)


async def main():
    say(await outcome(block()))


asyncio.run(main())
