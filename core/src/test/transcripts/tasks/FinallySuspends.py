"""Clean-up may suspend, after an end, an error and a cancel alike."""
import asyncio
from transcript import Oops, outcome, say


async def work(name, action):
    try:
        await action
    finally:
        say(name, "cleans up")
        await asyncio.sleep(0.01)
        say(name, "is clean")


async def fail():
    raise Oops("f")


async def main():
    good = asyncio.create_task(work("good", asyncio.sleep(0)))
    say(await outcome(good))
    bad = asyncio.create_task(work("bad", fail()))
    say(await outcome(bad))
    cancelled = asyncio.create_task(work("cancelled", asyncio.sleep(3600)))
    await asyncio.sleep(0)
    cancelled.cancel()
    say(await outcome(cancelled))


asyncio.run(main())
