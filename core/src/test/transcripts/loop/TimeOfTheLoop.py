"""The loop's time goes on by what is slept, at least."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.gather(asyncio.sleep(0.5), asyncio.sleep(1), asyncio.sleep(0.25))
    say(1 <= loop.time() - before < 1.2)
    before = loop.time()
    await asyncio.sleep(0)
    say(loop.time() - before < 0.2)


asyncio.run(main())
