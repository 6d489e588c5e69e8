"""A block that cancels its own task takes the request back, and lets a foreign one through."""
import asyncio
from transcript import outcome, say


async def limited(delay):
    me = asyncio.current_task()
    before = me.cancelling()
    timer = asyncio.get_running_loop().call_later(delay, me.cancel, "block")
    try:
        await asyncio.sleep(0.05)
        return "in time"
    except asyncio.CancelledError:
        if timer.when() <= asyncio.get_running_loop().time() and me.uncancel() <= before:
            return "too late"
        raise
    finally:
        timer.cancel()


async def main():
    say(await limited(0.1), asyncio.current_task().cancelling())
    say(await limited(0.01), asyncio.current_task().cancelling())
    task = asyncio.create_task(limited(3600))
    await asyncio.sleep(0.01)
    task.cancel("foreign")
    say(await outcome(task), task.cancelling())


asyncio.run(main())
