# asyncio 3.12: older ones look at futures that are done one turn later
"""A child that has failed already ends the gather; the others still begin."""
import asyncio
from transcript import Oops, outcome, say


async def work(name):
    say(name, "begins")
    await asyncio.sleep(0)
    say(name, "ends")


async def main():
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(Oops("long ago"))
    say(await outcome(asyncio.gather(work("a"), failed, work("b"))))
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
