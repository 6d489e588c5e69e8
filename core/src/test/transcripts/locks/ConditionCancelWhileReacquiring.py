# asyncio 3.13: older ones wake nobody in place of a waiter that is cancelled
"""A notified waiter that waits for the lock puts all cancels off until it has it; the last one
counts."""
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
    a, b = wait(condition, "a"), wait(condition, "b")
    await ticks(1)
    await condition.acquire()
    condition.notify()
    await ticks(1)
    for i in range(3):
        a.cancel(f"cancel {i}")
        await ticks(2)
    say("release", a.done(), a.cancelling())
    condition.release()
    await ticks(4)
    say([await outcome(task) for task in (a, b)])
    say(condition.locked())


asyncio.run(main())
