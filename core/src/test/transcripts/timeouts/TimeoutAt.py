"""A limit that is a time of the loop's clock: past, to come, or none."""
import asyncio
from transcript import outcome, say


async def block(when):
    async with asyncio.timeout_at(when) as limit:
        say(limit.when() == when, limit.expired())
        await asyncio.sleep(0.02)
        return "in time"


async def main():
    loop = asyncio.get_running_loop()
    say(await outcome(block(loop.time() + 0.01)))
    say(await outcome(block(loop.time() + 0.03)))
    say(await outcome(block(loop.time() - 1)))
    say(await outcome(block(None)))


asyncio.run(main())
