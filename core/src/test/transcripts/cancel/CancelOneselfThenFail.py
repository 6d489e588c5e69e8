"""A task that cancels itself and then fails has failed."""
import asyncio
from transcript import Oops, outcome, say


async def work():
    asyncio.current_task().cancel()
    raise Oops("first")


async def main():
    task = asyncio.create_task(work())
    say(await outcome(task), task.cancelled())


asyncio.run(main())
