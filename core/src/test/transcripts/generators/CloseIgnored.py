"""A generator that yields when it is closed is an error, and can go on."""
import asyncio
from transcript import outcome, say


async def stubborn():
    try:
        yield 1
    finally:
        yield 2
        say("goes on")


async def main():
    generator = stubborn()
    say(await anext(generator))
    say(await outcome(generator.aclose()))


asyncio.run(main())
