"""A generator that lets the end of another one out has failed."""
import asyncio
from transcript import attempt, say


def empty():
    yield from ()


def careless():
    yield 1
    yield next(empty())


async def main():
    generator = careless()
    say(next(generator))
    error = attempt(lambda: next(generator))
    say(error, isinstance(error.__cause__, StopIteration))
    say(isinstance(attempt(lambda: next(generator)), StopIteration))


asyncio.run(main())
