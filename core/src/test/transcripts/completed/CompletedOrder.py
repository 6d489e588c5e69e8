"""Works are taken in the order in which they end, whatever the order of the list."""
import asyncio
from transcript import say


async def work(name, time):
    await asyncio.sleep(time)
    return name


async def main():
    works = [work("slow", 0.03), work("fast", 0.01), work("middling", 0.02)]
    for awaitable in asyncio.as_completed(works):
        say(await awaitable)
    say(list(asyncio.as_completed([])))


asyncio.run(main())
