"""The outer group fails and the inner one too, in its clean-up: both errors come out."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("outer")


async def fail_cleaning_up():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        raise Oops("inner")


async def block():
    me = asyncio.current_task()
    async with asyncio.TaskGroup() as outer:
        outer.create_task(fail())
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail_cleaning_up())
        except BaseException as e:
            say("inner", e, me.cancelling())
            raise


async def main():
    say(await outcome(block()))
    say(await outcome(asyncio.sleep(0.01)), asyncio.current_task().cancelling())


asyncio.run(main())
