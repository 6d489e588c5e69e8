"""Waiting for the first error ends with it; ends without an error do not count."""
import asyncio
from transcript import Oops, say


async def fail(delay):
    await asyncio.sleep(delay)
    raise Oops("f")


async def main():
    a = asyncio.create_task(asyncio.sleep(0.01))
    b = asyncio.create_task(fail(0.02))
    c = asyncio.create_task(asyncio.sleep(0.04))
    done, pending = await asyncio.wait([a, b, c], return_when=asyncio.FIRST_EXCEPTION)
    say(a in done, b in done, c in pending, b.exception())
    done, pending = await asyncio.wait([a, c], return_when=asyncio.FIRST_EXCEPTION)
    say(a in done, c in done, len(pending))


asyncio.run(main())
