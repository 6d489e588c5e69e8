# asyncio 3.14: older ones do not wait for the works
"""A cancel of the one who holds the race goes to all works that have begun, and waits for them."""
import asyncio
from asyncio.staggered import staggered_race
from transcript import outcome, say


async def work(name, time):
    say(name, "begins")
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(time)
        say(name, "ends")


async def race():
    await staggered_race([lambda: work("a", 0.02), lambda: work("b", 0.01), lambda: work("never", 0)], 0.1)


async def main():
    task = asyncio.create_task(race())
    await asyncio.sleep(0.15)
    task.cancel("enough")
    say(await outcome(task))


asyncio.run(main())
