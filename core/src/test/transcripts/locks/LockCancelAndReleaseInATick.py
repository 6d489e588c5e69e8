"""A lock that is released when the first waiters are cancelled and have not run goes to the
next."""
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
    a, b, c = [take(lock, name) for name in "abc"]
    await ticks(1)
    a.cancel("first")
    lock.release()
    b.cancel("second")
    say(lock.locked())
    await ticks(4)
    say(lock.locked())
    lock.release()
    await lock.acquire()
    say("main has it")
    say([await outcome(task) for task in (a, b, c)])


asyncio.run(main())
