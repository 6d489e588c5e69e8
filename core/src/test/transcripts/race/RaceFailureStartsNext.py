"""A failure begins the next work at once, long before the delay is over."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import Oops, say


async def work(name, fails):
    loop = asyncio.get_running_loop()
    say(name, "begins at", round((loop.time() - begin) * 1000))
    await asyncio.sleep(0.01)
    if fails:
        raise Oops(name)
    return name


async def main():
    global begin
    begin = asyncio.get_running_loop().time()
    works = [lambda: work("a", True), lambda: work("b", True), lambda: work("c", False)]
    say(*await staggered_race(works, 1))


asyncio.run(main())
