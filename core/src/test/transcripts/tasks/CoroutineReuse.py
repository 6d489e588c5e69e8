"""A coroutine can be awaited once."""
import asyncio
from transcript import outcome, say


async def work():
    say("works")
    return 1


async def main():
    coroutine = work()
    say(await coroutine)
    say(await outcome(coroutine))


asyncio.run(main())
