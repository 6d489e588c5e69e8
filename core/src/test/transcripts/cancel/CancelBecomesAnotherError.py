"""A task that answers a cancel with another error has failed with that."""
import asyncio
from transcript import Oops, outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        raise Oops("instead")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    say(await outcome(task), task.cancelled())


asyncio.run(main())
