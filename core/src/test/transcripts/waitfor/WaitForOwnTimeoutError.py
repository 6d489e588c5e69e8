"""A timeout that the work raises by itself comes out as it is."""
import asyncio
from transcript import outcome, say


async def work(error):
    await asyncio.sleep(0.01)
    raise error


async def main():
    error = TimeoutError("own")
    e = await outcome(asyncio.wait_for(work(error), 3600))
    say(e, e is error)


asyncio.run(main())
