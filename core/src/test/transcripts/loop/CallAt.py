"""call_at takes a time of the loop's clock; the handle knows it."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    handles = [loop.call_at(now + delay, say, delay) for delay in (0.5, 0.25)]
    say([handle.when() - now for handle in handles])
    await asyncio.sleep(1)
    say(loop.time() - now >= 1)


asyncio.run(main())
