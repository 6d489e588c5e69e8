"""A run that fails does not harm the runner."""
import asyncio
from transcript import Oops, attempt, say


async def fail():
    raise Oops("one")


async def work():
    await asyncio.sleep(0.01)
    return "two"


def main():
    with asyncio.Runner() as runner:
        say(attempt(lambda: runner.run(fail())))
        say(runner.run(work()))


main()
