"""Awaiting a done future takes no turn; awaiting one that is not takes as many as it needs."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result("done")
    later = loop.create_future()
    loop.call_soon(say, "turn 1")
    loop.call_soon(later.set_result, "later")
    loop.call_soon(say, "still turn 1")
    say(await done)
    say(await later)


asyncio.run(main())
