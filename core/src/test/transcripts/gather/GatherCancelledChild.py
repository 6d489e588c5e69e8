"""A child that is cancelled counts as failed with that; the gather and the others are not cancelled."""
import asyncio
from transcript import outcome, say


async def main():
    child = asyncio.create_task(asyncio.sleep(3600))
    other = asyncio.create_task(asyncio.sleep(0.05, "other"))
    asyncio.get_running_loop().call_later(0.01, child.cancel, "child")
    say(await outcome(asyncio.gather(other, child)))
    say(asyncio.current_task().cancelling(), other.done())
    say(await other)


asyncio.run(main())
