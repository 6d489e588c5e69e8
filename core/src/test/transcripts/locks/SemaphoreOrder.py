"""Tasks that come twice get their second permit in the order of their coming back."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def user(semaphore, name):
    for i in range(2):
        await semaphore.acquire()
        say(name, i, semaphore.locked())
        await asyncio.sleep(0)
        semaphore.release()


async def main():
    semaphore = asyncio.Semaphore(2)
    users = [asyncio.create_task(user(semaphore, name)) for name in "abcde"]
    await ticks(8)
    await asyncio.gather(*users)
    say(semaphore.locked())


asyncio.run(main())
