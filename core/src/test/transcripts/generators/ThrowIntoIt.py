"""An error thrown in is raised at the yield; caught, the next value comes."""
import asyncio
from transcript import Oops, outcome, say


async def numbers():
    try:
        yield 1
    except Oops as e:
        say("caught", e)
        await asyncio.sleep(0)
        yield 2
    try:
        yield 3
    finally:
        say("finally")


async def main():
    generator = numbers()
    say(await anext(generator))
    say(await generator.athrow(Oops("a")))
    say(await anext(generator))
    say(await outcome(generator.athrow(Oops("b"))))
    say(isinstance(await outcome(anext(generator)), StopAsyncIteration))
    fresh = numbers()
    say(await outcome(fresh.athrow(Oops("c"))))
    say(isinstance(await outcome(anext(fresh)), StopAsyncIteration))


asyncio.run(main())
