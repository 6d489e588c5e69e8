"""Waiting for what is done already still lets the others run."""
import asyncio
from transcript import say


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    asyncio.get_running_loop().call_soon(say, "callback")
    done, pending = await asyncio.wait([future])
    say("waited", future in done, len(pending))


asyncio.run(main())
