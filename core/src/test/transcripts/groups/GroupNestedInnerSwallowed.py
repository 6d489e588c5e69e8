# asyncio 3.13: older ones leave a cancel behind
"""The body catches what the inner group throws while the outer one is being cancelled, and goes on."""
import asyncio
from transcript import Oops, outcome, say


async def fail(message, time):
    await asyncio.sleep(time)
    raise Oops(message)


async def slow_to_end():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.02)


async def block():
    me = asyncio.current_task()
    async with asyncio.TaskGroup() as outer:
        outer.create_task(fail("outer", 0.02))
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail("inner", 0.01))
                inner.create_task(slow_to_end())
        except* Oops as e:
            say("inner", e, me.cancelling())
        say(await outcome(asyncio.sleep(3600)), me.cancelling())


async def main():
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
