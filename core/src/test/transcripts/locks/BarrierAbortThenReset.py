"""An abort and a reset in one turn: those who waited are sent away, and it fills anew."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def party(barrier, name):
    try:
        number = await barrier.wait()
        say(name, number)
    except (asyncio.BrokenBarrierError, asyncio.CancelledError) as e:
        say(name, e)


def come(barrier, name):
    return asyncio.create_task(party(barrier, name))


def show(barrier):
    say(barrier.n_waiting, barrier.broken)


async def main():
    barrier = asyncio.Barrier(2)
    a = come(barrier, "a")
    await ticks(1)
    await barrier.abort()
    show(barrier)
    await barrier.reset()
    show(barrier)
    b, c = come(barrier, "b"), come(barrier, "c")
    await ticks(4)
    await asyncio.gather(a, b, c)
    await barrier.abort()
    await barrier.abort()
    await party(barrier, "main")
    await barrier.reset()
    await barrier.reset()
    d = come(barrier, "d")
    await ticks(1)
    await party(barrier, "main")
    await d


asyncio.run(main())
