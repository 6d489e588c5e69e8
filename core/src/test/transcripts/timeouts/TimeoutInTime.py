"""A block that ends in time is not disturbed, then or later."""
import asyncio
from transcript import say


async def main():
    async with asyncio.timeout(0.02):
        await asyncio.sleep(0.01)
        say("in time")
    await asyncio.sleep(0.05)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
