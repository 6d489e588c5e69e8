"""The first work to succeed wins; what was not begun never begins."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import say


async def work(name, time):
    say(name, "begins")
    await asyncio.sleep(time)
    return name


async def main():
    value, winner, errors = await staggered_race([lambda: work("only", 0.01)], 0.1)
    say(value, winner, errors)
    works = [lambda: work("fast", 0.01), lambda: work("never", 0.01)]
    value, winner, errors = await staggered_race(works, 0.1)
    say(value, winner, errors)


asyncio.run(main())
