"""Without any time, a task that runs is cancelled and waited for."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        say("is clean")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    say(await outcome(asyncio.wait_for(task, 0)), task.cancelled())


asyncio.run(main())
