"""A cancel from elsewhere that comes after the limit struck is not turned into a timeout."""
import asyncio
from transcript import outcome, say


async def work():
    async with asyncio.timeout(0.01):
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.05)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.03)
    task.cancel("foreign")
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
