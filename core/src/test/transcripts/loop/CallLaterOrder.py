"""Timers run in the order of their times, never in the call that makes them."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    for delay in (30, 10, -5, 20):
        loop.call_later(delay / 1000, say, delay)
    say("made")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    say("two turns later")
    await asyncio.sleep(0.05)


asyncio.run(main())
