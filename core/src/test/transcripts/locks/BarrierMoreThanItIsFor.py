"""Those too many wait until the others have left, and are the first of the next time."""
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
    barrier = asyncio.Barrier(3)
    tasks = [come(barrier, name) for name in "abcdefgh"]
    for _ in range(6):
        await ticks(1)
        show(barrier)
    await party(barrier, "main")
    await ticks(2)
    await asyncio.gather(*tasks)
    show(barrier)


asyncio.run(main())
