"""A task that catches its cancel and returns is not cancelled; the request still counts."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        say("caught")
    await asyncio.sleep(0.01)
    return "went on"


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    say(await task, task.cancelled(), task.cancelling())


asyncio.run(main())
