"""Work that catches the cancel and returns a value gives the value."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        return "value"


async def main():
    say(await asyncio.wait_for(work(), 0.01))
    task = asyncio.create_task(work())
    say(await asyncio.wait_for(task, 0.01), task.cancelled())
    await asyncio.sleep(0.01)
    say(asyncio.current_task().cancelling())


asyncio.run(main())
