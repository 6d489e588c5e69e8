"""Work that takes too long is cancelled, and the one who waits gets a timeout."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        say("cancelled")
        raise


async def main():
    say(await outcome(asyncio.wait_for(work(), 0.01)))
    task = asyncio.create_task(work())
    say(await outcome(asyncio.wait_for(task, 0.01)), task.cancelled())
    say(asyncio.current_task().cancelling())


asyncio.run(main())
