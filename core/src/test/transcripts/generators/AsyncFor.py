"""A generator that sleeps lets other tasks run; its consumer waits."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        yield i
        await asyncio.sleep(1)
    say("ticks end")


async def other():
    for i in range(3):
        say("other", i)
        await asyncio.sleep(1)


async def main():
    task = asyncio.create_task(other())
    await asyncio.sleep(0.5)
    async for i in ticks(2):
        say("tick", i)
    await task


asyncio.run(main())
