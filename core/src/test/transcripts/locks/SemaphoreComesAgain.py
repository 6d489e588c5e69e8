"""One that releases and comes again stands behind those who wait."""
import asyncio
from transcript import say


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


async def twice(semaphore, name):
    await semaphore.acquire()
    say(name, "has it")
    semaphore.release()
    await semaphore.acquire()
    say(name, "has it again")


async def main():
    semaphore = asyncio.Semaphore(1)
    a = take(semaphore, "a")
    b = asyncio.create_task(twice(semaphore, "b"))
    c = take(semaphore, "c")
    await ticks(1)
    semaphore.release()
    semaphore.release()
    say(semaphore.locked())
    await ticks(4)
    await asyncio.gather(a, b, c)
    say(semaphore.locked())


asyncio.run(main())
