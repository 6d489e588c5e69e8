"""Who is cancelled, and has not run when the last comes, still lets the others through."""
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
    barrier = asyncio.Barrier(3)
    a, b = come(barrier, "a"), come(barrier, "b")
    await ticks(1)
    a.cancel("a goes")
    await party(barrier, "main")
    d = come(barrier, "d")
    await ticks(3)
    say(barrier.n_waiting)
    d.cancel("d goes")
    await asyncio.gather(a, b, d)


asyncio.run(main())
