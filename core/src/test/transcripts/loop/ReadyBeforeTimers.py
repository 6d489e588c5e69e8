"""What was ready before a timer fell due runs before it."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def both():
        say("timer 1")
        loop.call_soon(say, "queued by timer 1")
        loop.call_later(0, say, "due at once")
        loop.call_soon(say, "queued later by timer 1")
        loop.call_later(0.01, done.set_result, None)

    loop.call_later(0.01, both)
    await done


asyncio.run(main())
