"""How many turns pass between the end of a task and the step of the one who awaits it."""
import asyncio
from transcript import say


async def ticks():
    for i in range(6):
        say("tick", i)
        await asyncio.sleep(0)


async def inner():
    say("inner")


async def outer():
    await asyncio.create_task(inner())
    say("outer")


async def main():
    counter = asyncio.create_task(ticks())
    await asyncio.create_task(outer())
    say("main")
    await counter


asyncio.run(main())
