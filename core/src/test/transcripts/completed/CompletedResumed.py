"""A loop that was left is resumed by another over the same iterator; none is lost."""
import asyncio
from transcript import say


async def work(name, time):
    await asyncio.sleep(time)
    return name


async def main():
    works = [work(name, time) for name, time in (("a", 0.01), ("b", 0.02), ("c", 0.03))]
    completed = asyncio.as_completed(works)
    for awaitable in completed:
        say("first loop", await awaitable)
        break
    await asyncio.sleep(0.015)
    for awaitable in completed:
        say("second loop", await awaitable)
    say("left", list(completed))


asyncio.run(main())
