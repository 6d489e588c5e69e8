"""A block that swallows the cancel goes on without a limit and ends without a timeout."""
import asyncio
from transcript import outcome, say


async def main():
    async with asyncio.timeout(0.01):
        say(await outcome(asyncio.sleep(3600)))
        await asyncio.sleep(0.05)
        say("went on", asyncio.current_task().cancelling())
    say("end", asyncio.current_task().cancelling())
    await asyncio.sleep(0.01)


asyncio.run(main())
