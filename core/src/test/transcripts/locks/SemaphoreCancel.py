"""Cancelled waiters take no permit, also when it is released in the same turn."""
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
    semaphore = asyncio.Semaphore(0)
    tasks = [take(semaphore, name) for name in "abcde"]
    await ticks(1)
    tasks[0].cancel("a goes")
    await ticks(2)
    tasks[1].cancel("b goes")
    semaphore.release()
    tasks[3].cancel("d goes")
    semaphore.release()
    say(semaphore.locked())
    await ticks(2)
    say(semaphore.locked())
    semaphore.release()
    say(semaphore.locked())
    await semaphore.acquire()
    say([await outcome(task) for task in tasks])


asyncio.run(main())
