"""Without a delay the works are tried one after the other."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import Oops, say


async def work(name, fails):
    say(name, "begins")
    await asyncio.sleep(3600)
    say(name, "ends")
    if fails:
        raise Oops(name)
    return name


async def main():
    works = [lambda: work("a", True), lambda: work("b", False), lambda: work("never", False)]
    say(*await staggered_race(works, None))


asyncio.run(main())
