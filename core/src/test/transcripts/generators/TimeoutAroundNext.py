"""A time-out around one value ends the generator."""
import asyncio
from transcript import outcome, say


async def slow():
    try:
        yield 1
        await asyncio.sleep(100)
    finally:
        say("finally")


async def main():
    generator = slow()
    say(await anext(generator))
    try:
        async with asyncio.timeout(1):
            await anext(generator)
    except TimeoutError as e:
        say(e)
    say(isinstance(await outcome(anext(generator)), StopAsyncIteration))


asyncio.run(main())
