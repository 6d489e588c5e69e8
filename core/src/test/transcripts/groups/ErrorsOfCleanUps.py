"""Errors of clean-ups that take different times come in the order of their ends."""
import asyncio
from transcript import Oops, outcome, say


async def work(message, time):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(time)
        raise Oops(message)


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(work("slow", 0.03))
        group.create_task(work("fast", 0.01))
        group.create_task(work("middling", 0.02))
        await asyncio.sleep(0.01)
        raise Oops("body")


async def main():
    say(await outcome(block()))


asyncio.run(main())
