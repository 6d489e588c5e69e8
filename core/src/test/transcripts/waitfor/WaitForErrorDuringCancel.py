"""Work that answers the cancel with an error gives that error."""
import asyncio
from transcript import Oops, outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        raise Oops("instead")


async def main():
    say(await outcome(asyncio.wait_for(work(), 0.01)))
    say(await outcome(asyncio.wait_for(asyncio.create_task(work()), 0.01)))


asyncio.run(main())
