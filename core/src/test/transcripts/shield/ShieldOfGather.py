"""A gather behind a shield: none of its works is cancelled."""
import asyncio
from transcript import outcome, say


async def work(name, time):
    await asyncio.sleep(time)
    say(name, "ends")
    return name


async def waits(inner):
    await asyncio.shield(inner)


async def gathers():
    return await asyncio.gather(work("a", 0.02), work("b", 0.03))


async def main():
    inner = asyncio.ensure_future(gathers())
    outer = asyncio.create_task(waits(inner))
    await asyncio.sleep(0.01)
    outer.cancel("enough")
    say(await outcome(outer))
    say(await inner)


asyncio.run(main())
