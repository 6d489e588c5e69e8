"""Who waits for a lock gets it in the order of coming, each in a turn of its own."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def user(lock, name):
    async with lock:
        say(name, "in", lock.locked())
        await asyncio.sleep(0)
        say(name, "out")


async def main():
    lock = asyncio.Lock()
    users = [asyncio.create_task(user(lock, name)) for name in "abcd"]
    await ticks(10)
    await asyncio.gather(*users)
    say(lock.locked())


asyncio.run(main())
