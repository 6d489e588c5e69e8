# asyncio 3.12: older ones make a task for the work
"""A cancel from outside that comes while timed-out work cleans up is a cancel, not a timeout."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError as e:
            say("again", e)
            raise


async def outer():
    await asyncio.wait_for(work(), 0.01)


async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0.05)
    task.cancel("outside")
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
