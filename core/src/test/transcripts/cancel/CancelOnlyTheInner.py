"""Who awaits a task that somebody else cancels gets the error without being cancelled."""
import asyncio
from transcript import outcome, say


async def outer(inner):
    say(await outcome(inner))
    say(asyncio.current_task().cancelling())
    await asyncio.sleep(0.01)
    return "went on"


async def main():
    inner = asyncio.create_task(asyncio.sleep(3600))
    task = asyncio.create_task(outer(inner))
    await asyncio.sleep(0.01)
    inner.cancel("only you")
    say(await task)


asyncio.run(main())
