"""The group waits for clean-ups that suspend, each as long as it takes."""
import asyncio
from transcript import Oops, outcome, say


async def work(name, time):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(time)
        say(name, "cleaned up")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(work("a", 0.03))
        group.create_task(work("b", 0.01))
        group.create_task(work("c", 0.02))
        await asyncio.sleep(0.01)
        raise Oops("body")


async def main():
    say(await outcome(block()))


asyncio.run(main())
