"""Two conditions of one lock: a buffer of two."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    not_empty, not_full = asyncio.Condition(lock), asyncio.Condition(lock)
    items = []

    async def producer():
        for i in range(6):
            async with lock:
                await not_full.wait_for(lambda: len(items) < 2)
                items.append(i)
                say("put", i)
                not_empty.notify()

    async def consumer(name):
        for _ in range(3):
            async with lock:
                await not_empty.wait_for(lambda: len(items) > 0)
                say(name, "got", items.pop(0))
                not_full.notify()

    await asyncio.gather(producer(), consumer("x"), consumer("y"), ticks(8))
    say(lock.locked(), not_full.locked(), items)


asyncio.run(main())
