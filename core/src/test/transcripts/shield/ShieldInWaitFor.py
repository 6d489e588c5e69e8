"""A time limit on a shield leaves the work running, whatever the limit."""
import asyncio
from transcript import outcome, say


async def work():
    await asyncio.sleep(0.05)
    return "result"


async def main():
    inner = asyncio.create_task(work())
    say(await outcome(asyncio.wait_for(asyncio.shield(inner), 0)), inner.cancelling())
    say(await outcome(asyncio.wait_for(asyncio.shield(inner), 0.01)), inner.cancelling())
    say(await outcome(asyncio.wait_for(asyncio.shield(inner), None)), inner.cancelling())
    say(await outcome(asyncio.wait_for(asyncio.shield(inner), 0)))


asyncio.run(main())
