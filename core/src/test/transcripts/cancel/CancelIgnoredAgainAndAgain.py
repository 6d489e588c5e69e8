"""Each cancel that is caught needs another one; the last is not caught."""
import asyncio
from transcript import outcome, say


async def work():
    for i in range(3):
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError as e:
            say(i, e)
    await asyncio.sleep(3600)


async def main():
    task = asyncio.create_task(work())
    for i in range(4):
        await asyncio.sleep(0.01)
        say(task.done(), task.cancel(f"cancel-{i}"))
    say(await outcome(task), task.cancelling())


asyncio.run(main())
