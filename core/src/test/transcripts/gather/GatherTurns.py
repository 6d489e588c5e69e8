"""How many turns pass between the last child's end and the step of the one who gathers."""
import asyncio
from transcript import say


async def ticks():
    for i in range(7):
        say("tick", i)
        await asyncio.sleep(0)


async def child(turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    say("child", turns)


async def main():
    counter = asyncio.create_task(ticks())
    await asyncio.gather(child(2), child(0), child(1))
    say("gathered")
    await counter


asyncio.run(main())
