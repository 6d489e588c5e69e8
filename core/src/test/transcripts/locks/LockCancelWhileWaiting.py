"""Cancelled waiters leave the line; the others keep their order."""
import asyncio
from transcript import outcome, say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def taker(lock, name):
    try:
        await lock.acquire()
        say(name, "has it")
    except asyncio.CancelledError as e:
        say(name, e)
        raise


def take(lock, name):
    return asyncio.create_task(taker(lock, name))


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [take(lock, name) for name in "abcde"]
    await ticks(1)
    tasks[1].cancel("b goes")
    tasks[3].cancel("d goes")
    await ticks(2)
    for _ in range(3):
        lock.release()
        await ticks(2)
    say([await outcome(task) for task in tasks])


asyncio.run(main())
