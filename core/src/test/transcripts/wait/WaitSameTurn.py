"""Futures that end in one turn are all among the done, though the first one ended the wait."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]

    def finish():
        futures[2].set_result(2)
        futures[0].set_result(0)

    loop.call_later(0.01, finish)
    done, pending = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    say([future in done for future in futures])
    futures[1].cancel()


asyncio.run(main())
