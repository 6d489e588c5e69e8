"""Of two limits the shorter one strikes; the other lets its error through."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        say("work ends")


async def inner(limit):
    e = await outcome(asyncio.wait_for(work(), limit))
    say("inner", e)
    raise e


async def main():
    say("outer", await outcome(asyncio.wait_for(inner(0.01), 0.05)))
    say("outer", await outcome(asyncio.wait_for(inner(0.05), 0.01)))
    say(asyncio.current_task().cancelling())


asyncio.run(main())
