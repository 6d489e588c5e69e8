# asyncio 3.13: older ones wake one waiter at a time
"""Three releases at once by one that comes then itself: all get one, before what they start."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def first(semaphore):
    await semaphore.acquire()
    say("first", semaphore.locked())
    await asyncio.create_task(started())


async def started():
    say("started by first")


async def second(semaphore):
    for _ in range(3):
        semaphore.release()
        say("release", semaphore.locked())
    await semaphore.acquire()
    say("second", semaphore.locked())


async def third(semaphore):
    await semaphore.acquire()
    say("third", semaphore.locked())


async def main():
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(f(semaphore)) for f in (first, second, third)]
    await ticks(4)
    await asyncio.gather(*tasks)


asyncio.run(main())
