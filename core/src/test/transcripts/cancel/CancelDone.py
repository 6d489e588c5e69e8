"""A cancel of a done task says false and changes nothing."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    raise Oops("f")


async def main():
    good = asyncio.create_task(asyncio.sleep(0, "result"))
    bad = asyncio.create_task(fail())
    await asyncio.sleep(0.01)
    for task in (good, bad):
        say(task.cancel(), task.cancelling(), task.cancelled(), await outcome(task))


asyncio.run(main())
