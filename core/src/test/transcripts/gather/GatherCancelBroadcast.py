"""Cancelling the one who gathers cancels all children that are not done, in order."""
import asyncio
from transcript import outcome, say


async def child(name):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say(name, e)
        raise


async def work():
    await asyncio.gather(child("a"), asyncio.sleep(0), child("b"), child("c"))


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    say(task.cancel("all of you"))
    say(await outcome(task), task.cancelled())


asyncio.run(main())
