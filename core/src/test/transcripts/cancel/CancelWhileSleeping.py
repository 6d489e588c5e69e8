"""A cancel reaches a task in the middle of a sleep, at once."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("caught", e)
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    say(task.cancel("wake up"), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as e:
        say("main", e, task.cancelled())


asyncio.run(main())
