"""Every await of a cancelled task raises; the first one has the message."""
import asyncio
from transcript import outcome, say


async def main():
    task = asyncio.create_task(asyncio.sleep(3600))
    await asyncio.sleep(0)
    task.cancel("once")
    say(await outcome(task))
    for _ in range(2):
        say(isinstance(await outcome(task), asyncio.CancelledError), task.cancelled())


asyncio.run(main())
