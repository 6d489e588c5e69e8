"""The next work begins when the delay is over; the first to succeed wins, and the others are cancelled."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import say


async def work(name, time):
    say(name, "begins")
    try:
        await asyncio.sleep(time)
    except asyncio.CancelledError as e:
        await asyncio.sleep(0.01)
        say(name, e)
        raise
    say(name, "wins")
    return name


async def main():
    works = [lambda: work("a", 3600), lambda: work("b", 0.03), lambda: work("never", 0)]
    say(*await staggered_race(works, 0.1))
    works = [lambda: work("c", 0.15), lambda: work("d", 3600)]
    say(*await staggered_race(works, 0.1))


asyncio.run(main())
