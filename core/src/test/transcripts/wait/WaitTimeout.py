"""When the time is up, what is done and what is not come back; nothing is cancelled or raised."""
import asyncio
from transcript import say


async def main():
    a = asyncio.create_task(asyncio.sleep(0.01, "a"))
    b = asyncio.create_task(asyncio.sleep(0.05, "b"))
    done, pending = await asyncio.wait([a, b], timeout=0.03)
    say(a in done, b in pending, b.cancelling())
    done, pending = await asyncio.wait([a, b], timeout=3600)
    say(len(done), len(pending), await b)


asyncio.run(main())
