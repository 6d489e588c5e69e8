"""A limit is put nearer, into the past, or set where there was none."""
import asyncio
from transcript import outcome, say


async def block(limit, earlier):
    loop = asyncio.get_running_loop()
    begin = loop.time()
    try:
        async with asyncio.timeout(limit) as timeout:
            timeout.reschedule(begin + earlier)
            say("not yet", timeout.expired())
            await asyncio.sleep(0)
            say("after a turn", timeout.expired())
            await asyncio.sleep(3600)
    finally:
        say(round((loop.time() - begin) * 1000))


async def main():
    say(await outcome(block(1, 0.01)))
    say(await outcome(block(None, 0.01)))
    say(await outcome(block(1, -0.01)))


asyncio.run(main())
