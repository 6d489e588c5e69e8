"""A future that is given twice is one future."""
import asyncio
from transcript import say


async def main():
    a = asyncio.create_task(asyncio.sleep(0.01))
    b = asyncio.create_task(asyncio.sleep(0.02))
    done, pending = await asyncio.wait([a, b, a, a])
    say(len(done), len(pending))


asyncio.run(main())
