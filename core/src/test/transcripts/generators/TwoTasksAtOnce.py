"""A generator that runs cannot be advanced by another task."""
import asyncio
from transcript import outcome, say


async def slow():
    await asyncio.sleep(1)
    yield 1
    yield 2


async def main():
    generator = slow()

    async def take():
        return await anext(generator)

    first = asyncio.create_task(take())
    second = asyncio.create_task(take())
    say(await outcome(second))
    say(await outcome(generator.aclose()))
    say(await first)
    say(await take())


asyncio.run(main())
