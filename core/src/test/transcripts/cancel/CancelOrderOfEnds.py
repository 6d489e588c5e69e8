"""Cancelled tasks end in the order of the cancels; each error takes one turn."""
import asyncio
from transcript import say


async def work(name):
    try:
        await asyncio.sleep(3600)
    finally:
        say(name, "ends")


async def main():
    tasks = {name: asyncio.create_task(work(name)) for name in "abc"}
    await asyncio.sleep(0)
    for name in "cab":
        tasks[name].cancel()
    say("asked")
    await asyncio.sleep(0)
    say([task.cancelled() for task in tasks.values()])
    await asyncio.sleep(0)
    say([task.cancelled() for task in tasks.values()])


asyncio.run(main())
