"""Cancelling the one who waits does not cancel what it waits for."""
import asyncio
from transcript import outcome, say


async def main():
    work = asyncio.create_task(asyncio.sleep(0.03, "work"))
    waiter = asyncio.create_task(asyncio.wait([work]))
    await asyncio.sleep(0.01)
    waiter.cancel("waiter")
    say(await outcome(waiter), work.cancelling())
    say(await work)


asyncio.run(main())
