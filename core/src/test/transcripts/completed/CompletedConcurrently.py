"""Several tasks take from one: each gets one, in the order in which they wait."""
import asyncio
from transcript import say


async def work(name, time):
    await asyncio.sleep(time)
    return name


async def take(taker, awaitable):
    say(taker, "gets", await awaitable)


async def main():
    works = [work(name, time) for name, time in (("a", 0.01), ("b", 0.02), ("c", 0.03))]
    async with asyncio.TaskGroup() as group:
        for taker, awaitable in enumerate(asyncio.as_completed(works)):
            group.create_task(take(taker, awaitable))


asyncio.run(main())
