"""Everybody who awaits a failed task gets the very exception."""
import asyncio
from transcript import Oops, outcome, say


error = Oops("the one")


async def fail():
    raise error


async def relay(task):
    await task


async def main():
    task = asyncio.create_task(fail())
    relays = [asyncio.create_task(relay(task)) for _ in range(2)]
    for waited in [task, task] + relays:
        e = await outcome(waited)
        say(e, e is error, waited.exception() is error)


asyncio.run(main())
