"""Errors of the block come out as they are, before the limit and in answer to it."""
import asyncio
from transcript import Oops, outcome, say


async def before():
    async with asyncio.timeout(1):
        await asyncio.sleep(0.01)
        raise Oops("before")


async def answer():
    async with asyncio.timeout(0.01):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            raise Oops("answer")


async def main():
    say(await outcome(before()), await outcome(answer()))
    await asyncio.sleep(0.01)
    say(asyncio.current_task().cancelling())


asyncio.run(main())
