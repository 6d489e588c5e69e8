"""No loop runs inside another one; the attempt harms neither."""
import asyncio
from transcript import attempt, say


async def work():
    say("never")


async def main():
    coroutine = work()
    say(attempt(lambda: asyncio.run(coroutine)))
    runner = asyncio.Runner()
    say(attempt(lambda: runner.run(coroutine)))
    runner.close()
    coroutine.close()
    await asyncio.sleep(0.01)
    say("goes on")


asyncio.run(main())
