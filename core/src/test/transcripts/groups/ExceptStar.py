"""Handlers take what they are for, in order; what is left goes on as a group."""
import asyncio
from transcript import Grave, Oops, outcome, say


async def fail(error, time):
    try:
        await asyncio.sleep(time)
    finally:
        raise error


async def block(*errors):
    try:
        async with asyncio.TaskGroup() as group:
            for error in errors:
                group.create_task(fail(error, 0.01))
            await asyncio.sleep(0.02)
    except* Oops as e:
        for leaf in sorted(e.exceptions, key=str):
            say("handled", leaf)
    except* asyncio.TimeoutError as e:
        say("handled", e.exceptions[0])


async def main():
    say(await outcome(block(Oops("a"), TimeoutError(), Oops("b"))))
    say(await outcome(block(Oops("c"), ValueError())))
    say(await outcome(block(ValueError())))
    say(await outcome(block(Grave("d"), Oops("e"))))


asyncio.run(main())
