"""Closing a generator closes the ones it yields from, the innermost first."""
import asyncio
from transcript import say


def level(number):
    try:
        yield number
        if number < 3:
            yield from level(number + 1)
    except GeneratorExit:
        say("exit", number)
        raise
    finally:
        say("finally", number)


async def main():
    generator = level(1)
    say(next(generator), next(generator), next(generator))
    generator.close()
    say("closed")
    say(list(level(1)))


asyncio.run(main())
