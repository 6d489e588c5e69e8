"""A block that ends without suspending after its time is up was in time."""
import asyncio
from transcript import say


async def main():
    async with asyncio.timeout(0.01) as limit:
        await asyncio.sleep(0.005)
        limit.reschedule(asyncio.get_running_loop().time() - 1)
        say("busy")
    await asyncio.sleep(0.01)
    say(limit.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
