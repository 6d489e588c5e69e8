"""A cancel goes through to the innermost task; the error comes out through all, with its message."""
import asyncio
from transcript import outcome, say


async def work(level):
    try:
        if level == 0:
            await asyncio.sleep(3600)
        else:
            await asyncio.create_task(work(level - 1))
    except asyncio.CancelledError as e:
        say(level, e, asyncio.current_task().cancelling())
        raise


async def main():
    task = asyncio.create_task(work(3))
    await asyncio.sleep(0.01)
    task.cancel("from above")
    say("asked")
    say(await outcome(task))


asyncio.run(main())
