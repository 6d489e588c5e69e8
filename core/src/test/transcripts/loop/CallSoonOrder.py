"""Callbacks run in the order of the calls; what a callback queues runs in the next turn."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()

    def first():
        say("first")
        loop.call_soon(say, "first's own")

    loop.call_soon(first)
    loop.call_soon(say, "second")
    say("queued")
    await asyncio.sleep(0)
    say("turn 1")
    await asyncio.sleep(0)
    say("turn 2")


asyncio.run(main())
