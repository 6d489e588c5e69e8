"""Waiting no time tells what is done now."""
import asyncio
from transcript import say


async def main():
    future = asyncio.get_running_loop().create_future()
    done_one = asyncio.get_running_loop().create_future()
    done_one.set_result(1)
    for timeout in (0, -1):
        done, pending = await asyncio.wait([future, done_one], timeout=timeout)
        say(done_one in done, future in pending)


asyncio.run(main())
