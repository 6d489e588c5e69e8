"""Limits on the wait for a lock: those that are over leave the line, and nobody notices."""
import asyncio
from transcript import say


async def user(lock, name, limit):
    try:
        async with asyncio.timeout(limit):
            await lock.acquire()
    except TimeoutError as e:
        say(name, e)
        return
    say(name, "has it")
    await asyncio.sleep(2)
    lock.release()


async def main():
    lock = asyncio.Lock()
    limits = {"a": 1, "b": 1, "c": 2.5, "d": 3.5, "e": None}
    tasks = [asyncio.create_task(user(lock, *item)) for item in limits.items()]
    await asyncio.gather(*tasks)
    say(asyncio.get_running_loop().time(), lock.locked())


asyncio.run(main())
