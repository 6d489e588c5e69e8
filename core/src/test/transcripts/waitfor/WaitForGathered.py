"""Limits of their own for the works of a gather."""
import asyncio
from transcript import say


async def work(delay, limit):
    try:
        await asyncio.wait_for(asyncio.sleep(delay), limit)
        return "in time"
    except asyncio.TimeoutError as e:
        return e


async def main():
    say(await asyncio.gather(work(0.01, 0.02), work(0.03, 0.02), work(0.04, 0.05)))


asyncio.run(main())
