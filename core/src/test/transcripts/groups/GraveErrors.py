"""Errors that are no ordinary exceptions are put into the group as well."""
import asyncio
from transcript import Grave, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Grave("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        try:
            await asyncio.sleep(3600)
        finally:
            raise Grave("body")


async def main():
    say(await outcome(block()))


asyncio.run(main())
