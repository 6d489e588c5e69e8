"""When children ignore the broadcast, the gather ends cancelled once all of them have ended."""
import asyncio
from transcript import outcome, say


async def child(name, delay):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        await asyncio.sleep(delay)
    say(name, "ends")
    return name


async def work():
    await asyncio.gather(child("a", 0.02), child("b", 0.04))


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    say(await outcome(task), task.cancelled())


asyncio.run(main())
