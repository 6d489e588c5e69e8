"""A limit is taken away, and set again."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.01) as limit:
        limit.reschedule(None)
        await asyncio.sleep(3600)
        say(limit.when(), limit.expired())
    try:
        async with asyncio.timeout(0.01) as limit:
            limit.reschedule(None)
            await asyncio.sleep(3600)
            limit.reschedule(loop.time() + 0.01)
            await asyncio.sleep(3600)
    except TimeoutError as e:
        say(e, limit.expired())


asyncio.run(main())
