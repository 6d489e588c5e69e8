# asyncio 3.13: older ones leave a cancel behind
"""The limit strikes while the group waits for clean-ups after an error: the error comes out."""
import asyncio
from transcript import Oops, outcome, say


async def slow_to_end():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.05)
        say("cleaned up")


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.timeout(0.02) as limit:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(slow_to_end())
                group.create_task(fail())
        finally:
            say(limit.expired(), asyncio.current_task().cancelling())


async def main():
    say(await outcome(block()), asyncio.current_task().cancelling())
    say(await outcome(asyncio.sleep(0.01)))


asyncio.run(main())
