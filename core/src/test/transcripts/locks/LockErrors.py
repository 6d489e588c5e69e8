"""A lock that is free cannot be released; a block that fails releases it."""
import asyncio
from transcript import Oops, attempt, outcome, say


async def failing(lock):
    async with lock:
        raise Oops("inside")


async def main():
    lock = asyncio.Lock()
    say(attempt(lock.release))
    say(await outcome(failing(lock)), lock.locked())
    async with lock:
        say(lock.locked())
        lock.release()
        say(lock.locked())
        await lock.acquire()
    say(lock.locked(), attempt(lock.release))


asyncio.run(main())
