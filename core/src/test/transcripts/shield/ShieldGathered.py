"""Work that is shielded inside a gather survives a cancel of the gather; the others do not."""
import asyncio
from transcript import outcome, say


async def work(name):
    try:
        await asyncio.sleep(0.03)
    finally:
        say(name, "ends")
    return name


async def gathers(precious):
    await asyncio.gather(asyncio.shield(precious), work("other"))


async def main():
    precious = asyncio.create_task(work("precious"))
    gathering = asyncio.create_task(gathers(precious))
    await asyncio.sleep(0.01)
    gathering.cancel("enough")
    say(await outcome(gathering), precious.done())
    say(await precious)
    both = [asyncio.create_task(asyncio.sleep(0.01, x)) for x in ("a", "b")]
    say(await asyncio.gather(*map(asyncio.shield, both)))


asyncio.run(main())
