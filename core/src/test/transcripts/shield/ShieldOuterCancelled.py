"""The one who waits behind a shield is cancelled; the work goes on and others get its result."""
import asyncio
from transcript import outcome, say


async def work():
    await asyncio.sleep(0.03)
    say("the work ends")
    return "result"


async def waits(inner):
    await asyncio.shield(inner)
    say("never")


async def main():
    inner = asyncio.create_task(work())
    one = asyncio.create_task(waits(inner))
    other = asyncio.create_task(outcome(asyncio.shield(inner)))
    await asyncio.sleep(0.01)
    one.cancel("enough")
    say(await outcome(one), inner.done(), inner.cancelling())
    say(await other, inner.result())


asyncio.run(main())
