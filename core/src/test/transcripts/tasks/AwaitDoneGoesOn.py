"""Awaiting what is done does not let others run."""
import asyncio
from transcript import say


async def main():
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    asyncio.get_running_loop().call_soon(say, "callback")
    await task
    say("awaited")
    await asyncio.sleep(0)
    say("slept")


asyncio.run(main())
