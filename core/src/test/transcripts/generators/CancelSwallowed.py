"""A body that swallows the cancel goes on, and so does its consumer."""
import asyncio
from transcript import outcome, say


async def deaf():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        yield "swallowed"
    await asyncio.sleep(1)
    yield "on"


async def consume():
    return [text async for text in deaf()]


async def main():
    task = asyncio.create_task(consume())
    await asyncio.sleep(1)
    task.cancel()
    say(await outcome(task), task.cancelled())


asyncio.run(main())
