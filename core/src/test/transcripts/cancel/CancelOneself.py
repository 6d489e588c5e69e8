"""A task that cancels itself goes on to its next suspension."""
import asyncio
from transcript import outcome, say


async def work():
    say(asyncio.current_task().cancel("self"))
    say("goes on")
    try:
        await asyncio.sleep(0.01)
    except asyncio.CancelledError as e:
        say("caught", e)
        raise


async def main():
    task = asyncio.create_task(work())
    say(await outcome(task), task.cancelled())


asyncio.run(main())
