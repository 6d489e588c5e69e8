"""A cancelled future is not a failed one."""
import asyncio
from transcript import say


async def main():
    a = asyncio.create_task(asyncio.sleep(3600))
    b = asyncio.create_task(asyncio.sleep(0.03))
    asyncio.get_running_loop().call_later(0.01, a.cancel)
    done, pending = await asyncio.wait([a, b], return_when=asyncio.FIRST_EXCEPTION)
    say(len(done), len(pending), a.cancelled(), b.done())


asyncio.run(main())
