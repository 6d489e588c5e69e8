"""A loop that tries with more time each round."""
import asyncio
from transcript import say


async def main():
    for limit in (10, 20, 40, 80):
        try:
            async with asyncio.timeout(limit / 1000):
                await asyncio.sleep(0.03)
                say(limit, "in time")
                break
        except TimeoutError:
            say(limit, "too late", asyncio.current_task().cancelling())


asyncio.run(main())
