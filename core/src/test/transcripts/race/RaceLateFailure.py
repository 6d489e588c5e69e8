"""One that fails late begins nothing: the next had begun. Its error is kept beside the winner."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import Oops, say


async def work(name, time, fails):
    say(name, "begins")
    await asyncio.sleep(time)
    say(name, "ends")
    if fails:
        raise Oops(name)
    return name


async def main():
    works = [
        lambda: work("a", 0.15, True),
        lambda: work("b", 0.14, False),
        lambda: work("c", 0.2, False),
    ]
    say(*await staggered_race(works, 0.1))


asyncio.run(main())
