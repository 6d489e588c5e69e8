"""A task that cancels itself and returns without a suspension is cancelled."""
import asyncio
from transcript import outcome, say


async def work():
    asyncio.current_task().cancel("at the end")
    return "lost"


async def main():
    task = asyncio.create_task(work())
    say(await outcome(task), task.cancelled())


asyncio.run(main())
