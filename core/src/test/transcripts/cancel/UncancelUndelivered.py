# asyncio 3.13: older ones deliver the cancel nevertheless
"""Taking back the only request drops a cancel that was not delivered yet."""
import asyncio
from transcript import outcome, say


async def work():
    me = asyncio.current_task()
    me.cancel("one")
    say(me.uncancel())
    await asyncio.sleep(0.01)
    me.cancel("two")
    me.cancel("three")
    say(me.uncancel())
    say(await outcome(asyncio.sleep(0.01)))


async def main():
    await asyncio.create_task(work())


asyncio.run(main())
