"""The first error comes out at once; the others go on."""
import asyncio
from transcript import Oops, outcome, say


async def work(name, delay, fails):
    await asyncio.sleep(delay)
    say(name, "ends")
    if fails:
        raise Oops(name)
    return name


async def main():
    a = asyncio.create_task(work("a", 0.06, False))
    b = asyncio.create_task(work("b", 0.02, True))
    c = asyncio.create_task(work("c", 0.04, True))
    say(await outcome(asyncio.gather(a, b, c)))
    say(a.done(), b.done(), c.done())
    say(await a, await outcome(c))


asyncio.run(main())
