"""Who comes while the lock is on its way stands behind; who comes when all in the line are
cancelled does not."""
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
    a = take(lock, "a")
    await ticks(1)
    lock.release()
    b = take(lock, "b")
    asyncio.get_running_loop().call_later(1, lock.release)
    asyncio.get_running_loop().call_later(2, lock.release)
    await lock.acquire()
    say("main has it", lock.locked())
    c, d = take(lock, "c"), take(lock, "d")
    await ticks(1)
    c.cancel("c")
    d.cancel("d")
    lock.release()
    await lock.acquire()
    say("main again")
    await ticks(2)
    say([await outcome(task) for task in (a, b, c, d)])


asyncio.run(main())
