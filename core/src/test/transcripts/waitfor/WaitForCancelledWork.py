"""Work that somebody else cancels is a cancel for the one who waits, not a timeout."""
import asyncio
from transcript import outcome, say


async def main():
    work = asyncio.create_task(asyncio.sleep(3600))
    asyncio.get_running_loop().call_later(0.01, work.cancel, "work")
    say(await outcome(asyncio.wait_for(work, 3600)), asyncio.current_task().cancelling())


asyncio.run(main())
