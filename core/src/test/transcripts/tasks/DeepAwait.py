"""A result, and an error, comes up through fifty tasks, each awaiting the next."""
import asyncio
from transcript import Oops, outcome, say


async def down(level, fails):
    if level == 0:
        if fails:
            raise Oops("deep")
        return 0
    return 1 + await asyncio.create_task(down(level - 1, fails))


async def main():
    say(await down(50, False))
    say(await outcome(down(50, True)))


asyncio.run(main())
