"""Closing raises at the yield and waits for the clean-up."""
import asyncio
from transcript import outcome, say


async def numbers():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        say("exit")
        raise
    finally:
        await asyncio.sleep(1)
        say("finally")


async def main():
    generator = numbers()
    say(await anext(generator))
    await generator.aclose()
    say("closed")
    await generator.aclose()
    say(isinstance(await outcome(anext(generator)), StopAsyncIteration))
    fresh = numbers()
    await fresh.aclose()
    say(isinstance(await outcome(anext(fresh)), StopAsyncIteration))


asyncio.run(main())
