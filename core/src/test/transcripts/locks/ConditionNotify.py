"""Notifications wake so many in the order of coming, when the lock is released; nobody remembers
those too many."""
import asyncio
from transcript import say


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
    tasks = [wait(condition, name) for name in "abcdef"]
    await ticks(1)
    for count in (1, 0, 2):
        async with condition:
            condition.notify(count)
            await ticks(1)
            say("release")
        await ticks(2)
    async with condition:
        condition.notify_all()
        condition.notify(5)
        tasks.append(wait(condition, "g"))
    await ticks(3)
    async with condition:
        condition.notify()
    await ticks(2)
    await asyncio.gather(*tasks)


asyncio.run(main())
