"""A cancel of the work itself comes out of the shield."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        say("the work ends")


async def waits(inner):
    await asyncio.shield(inner)
    say("never")


async def main():
    inner = asyncio.create_task(work())
    outer = asyncio.create_task(waits(inner))
    await asyncio.sleep(0.01)
    inner.cancel()
    say(await outcome(outer), outer.cancelled(), outer.cancelling(), inner.cancelled())


asyncio.run(main())
