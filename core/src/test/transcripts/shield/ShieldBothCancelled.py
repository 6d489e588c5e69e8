"""The work is cancelled, and in the same turn the one who waits for it, in either order."""
import asyncio
from transcript import outcome, say


async def waits(inner):
    await asyncio.shield(inner)


async def main():
    for inner_first in (True, False):
        inner = asyncio.create_task(asyncio.sleep(3600))
        outer = asyncio.create_task(waits(inner))
        await asyncio.sleep(0.01)
        first, second = (inner, outer) if inner_first else (outer, inner)
        first.cancel()
        second.cancel()
        say(await outcome(outer), outer.cancelled(), outer.cancelling())
        say(await outcome(inner), inner.cancelled(), inner.cancelling())


asyncio.run(main())
