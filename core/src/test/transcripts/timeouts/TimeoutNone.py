"""No limit: the block takes as long as it takes, and when() says so."""
import asyncio
from transcript import say


async def main():
    async with asyncio.timeout(None) as limit:
        await asyncio.sleep(3600)
        say(limit.when(), limit.expired())
    say(limit.when(), limit.expired())


asyncio.run(main())
