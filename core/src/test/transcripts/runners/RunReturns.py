"""run returns what the main function returns, and raises what it raises, the very object."""
import asyncio
from transcript import Oops, attempt, say


error = Oops("main")


async def work(fails):
    await asyncio.sleep(0.01)
    if fails:
        raise error
    return "result"


def main():
    say(asyncio.run(work(False)))
    e = attempt(lambda: asyncio.run(work(True)))
    say(e, e is error)


main()
