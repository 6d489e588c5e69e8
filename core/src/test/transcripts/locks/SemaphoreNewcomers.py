"""Who comes while there is a permit, and others were woken and have not run, stands behind them."""
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
    a, b = take(semaphore, "a"), take(semaphore, "b")
    await ticks(1)
    semaphore.release()
    semaphore.release()
    semaphore.release()
    say(semaphore.locked())
    c = take(semaphore, "c")
    d = take(semaphore, "d")
    await ticks(2)
    semaphore.release()
    await ticks(2)
    d2 = take(semaphore, "e")
    await ticks(1)
    d2.cancel("e goes")
    semaphore.release()
    say(semaphore.locked())
    await semaphore.acquire()
    say("main has it")
    say([await outcome(task) for task in (a, b, c, d, d2)])


asyncio.run(main())
