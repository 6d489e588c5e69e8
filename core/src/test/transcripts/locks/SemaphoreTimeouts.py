"""Ten jobs, three at once, some with too little time to wait."""
import asyncio
from transcript import say


async def job(semaphore, number):
    try:
        async with asyncio.timeout(number % 4 + 0.5 + number / 64):
            await semaphore.acquire()
    except TimeoutError as e:
        say(number, e)
        return
    say(number, "begins", asyncio.get_running_loop().time())
    await asyncio.sleep(1)
    semaphore.release()


async def main():
    semaphore = asyncio.BoundedSemaphore(3)
    await asyncio.gather(*(job(semaphore, i) for i in range(10)))
    say(semaphore.locked())


asyncio.run(main())
