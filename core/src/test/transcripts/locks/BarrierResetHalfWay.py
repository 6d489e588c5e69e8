"""A reset when half have left: the other half is sent away, and those outside come in."""
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


async def first(barrier):
    await party(barrier, "first")
    await barrier.reset()
    show(barrier)


async def main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(first(barrier))]
    tasks += [come(barrier, name) for name in "abcdef"]
    await ticks(6)
    show(barrier)
    await barrier.abort()
    await party(barrier, "main")
    await ticks(2)
    await barrier.reset()
    show(barrier)
    await asyncio.gather(*tasks)
    show(barrier)


asyncio.run(main())
