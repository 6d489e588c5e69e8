"""The timeout comes when the work has ended, however long that takes after the cancel."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        say("cleans up")
        await asyncio.sleep(0.05)
        say("is clean")


async def main():
    loop = asyncio.get_running_loop()
    before = loop.time()
    say(await outcome(asyncio.wait_for(work(), 0.01)))
    say(round((loop.time() - before) * 1000))


asyncio.run(main())
