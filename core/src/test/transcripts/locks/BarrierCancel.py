# asyncio 3.13: older ones wake nobody in place of a waiter that is cancelled
"""Who is cancelled while the barrier fills does not count. The order of those who wait changes by
it."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def party(barrier, name):
    try:
        await barrier.wait()
        say(name, "is through")
    except asyncio.CancelledError as e:
        say(name, e)


def come(barrier, name):
    return asyncio.create_task(party(barrier, name))


async def main():
    barrier = asyncio.Barrier(4)
    a, b, c = [come(barrier, name) for name in "abc"]
    await ticks(1)
    a.cancel("a goes")
    d = come(barrier, "d")
    await ticks(3)
    say(barrier.n_waiting)
    e = come(barrier, "e")
    await ticks(3)
    say(barrier.n_waiting)
    await asyncio.gather(a, b, c, d, e)
    f, g = come(barrier, "f"), come(barrier, "g")
    await ticks(1)
    g.cancel("g goes")
    f.cancel("f goes")
    await ticks(2)
    await asyncio.gather(f, g)
    say(barrier.n_waiting)


asyncio.run(main())
