"""The awaitables give what completes next to whoever awaits first, in whatever order they are awaited."""
import asyncio
from transcript import say


async def work(name, time):
    await asyncio.sleep(time)
    return name


async def main():
    works = [work(name, time) for name, time in (("a", 0.01), ("b", 0.02), ("c", 0.03))]
    awaitables = list(asyncio.as_completed(works))
    for awaitable in reversed(awaitables):
        say(await awaitable)


asyncio.run(main())
