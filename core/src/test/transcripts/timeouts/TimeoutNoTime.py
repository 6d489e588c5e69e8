"""A limit of no time, or less, strikes at the first suspension, not before."""
import asyncio
from transcript import outcome, say


async def block(limit):
    async with asyncio.timeout(limit):
        say("inside")
        await asyncio.sleep(0)
        say("goes on")
        await asyncio.sleep(3600)


async def no_suspension():
    async with asyncio.timeout(0):
        say("no suspension")


async def main():
    say(await outcome(block(0)))
    say(await outcome(block(-1)))
    await no_suspension()
    await asyncio.sleep(0.01)
    say("end")


asyncio.run(main())
