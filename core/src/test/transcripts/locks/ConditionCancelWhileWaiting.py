# asyncio 3.13: older ones wake nobody in place of a waiter that is cancelled
"""A cancelled waiter has the lock when it goes, and wakes another, with or without a reason."""
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


async def main():
    condition = asyncio.Condition()
    tasks = [wait(condition, name) for name in "abcd"]
    await ticks(1)
    tasks[1].cancel("b goes")
    await ticks(4)
    tasks[3].cancel("d goes")
    await condition.acquire()
    await ticks(2)
    say("release")
    condition.release()
    await ticks(3)
    async with condition:
        condition.notify_all()
    say([await outcome(task) for task in tasks])
    say(condition.locked())


asyncio.run(main())
