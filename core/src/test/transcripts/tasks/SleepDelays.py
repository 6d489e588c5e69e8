"""Sleepers wake in the order of their times; a negative time is a zero."""
import asyncio
from transcript import say


async def work(delay):
    await asyncio.sleep(delay / 1000)
    say(delay)


async def main():
    await asyncio.gather(*(work(delay) for delay in (60, 20, 0, 40, -10)))


asyncio.run(main())
