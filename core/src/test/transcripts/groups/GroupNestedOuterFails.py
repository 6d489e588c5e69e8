"""A task of the outer group fails: through the inner group it goes as a cancel."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("outer")


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        say("the inner task ends")


async def block():
    me = asyncio.current_task()
    async with asyncio.TaskGroup() as outer:
        outer.create_task(fail())
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeper())
        except BaseException as e:
            say("inner", e, me.cancelling())
            raise


async def main():
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
