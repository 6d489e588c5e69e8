"""Catching ordinary exceptions does not catch a cancel."""
import asyncio
from transcript import Oops, outcome, say


async def work():
    while True:
        try:
            await asyncio.sleep(0.01)
            raise Oops("again")
        except Exception as e:
            say("caught", e)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.025)
    task.cancel("stop")
    say(await outcome(task))


asyncio.run(main())
