"""A cancel from elsewhere inside a block is no timeout."""
import asyncio
from transcript import outcome, say


async def work():
    async with asyncio.timeout(1):
        await asyncio.sleep(3600)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel("foreign")
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
