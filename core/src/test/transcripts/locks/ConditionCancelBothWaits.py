# asyncio 3.13: older ones wake nobody in place of a waiter that is cancelled
"""A cancel while waiting, and others while waiting for the lock, which somebody else waits for
too."""
import asyncio
from transcript import outcome, say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def waiter(condition, name):
    async with condition:
        try:
            await condition.wait()
            say(name, "goes on", condition.locked())
        except asyncio.CancelledError as e:
            say(name, e, condition.locked())
            raise


def wait(condition, name):
    return asyncio.create_task(waiter(condition, name))


async def user(condition, name):
    async with condition:
        say(name, "in")
        await asyncio.sleep(0)
        say(name, "out")


async def main():
    condition = asyncio.Condition()
    a, b = wait(condition, "a"), wait(condition, "b")
    await ticks(1)
    await condition.acquire()
    a.cancel("first")
    users = [asyncio.create_task(user(condition, name)) for name in "xy"]
    await ticks(2)
    a.cancel("second")
    await ticks(2)
    say("release")
    condition.release()
    await ticks(8)
    say([await outcome(task) for task in (a, b, *users)])


asyncio.run(main())
