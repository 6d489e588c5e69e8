"""A race without works, or in which all fail, has no winner, but the errors."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import Oops, say


async def fail(name, time):
    say(name, "begins")
    await asyncio.sleep(time)
    raise Oops(name)


async def main():
    value, winner, errors = await staggered_race([], 0.1)
    say(value, winner is not None, errors)
    works = [lambda: fail("a", 0.03), lambda: fail("b", 0.01), lambda: fail("c", 0.04)]
    value, winner, errors = await staggered_race(works, 0.1)
    say(value, winner is not None, errors)


asyncio.run(main())
