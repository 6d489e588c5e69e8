"""What the clean-up throws comes out of the close."""
import asyncio
from transcript import Oops, outcome, say


async def failing():
    try:
        yield 1
    finally:
        raise Oops("in finally")


async def main():
    generator = failing()
    await anext(generator)
    say(await outcome(generator.aclose()))
    say(await outcome(generator.aclose()))


asyncio.run(main())
