"""Who catches the cancel and comes again stands at the end of the line."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def stubborn(lock, name):
    while True:
        try:
            await lock.acquire()
            break
        except asyncio.CancelledError as e:
            say(name, e)
    say(name, "has it")
    await asyncio.sleep(0)
    lock.release()


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(stubborn(lock, name)) for name in "abc"]
    await ticks(1)
    tasks[0].cancel("once")
    await ticks(1)
    tasks[1].cancel("twice")
    lock.release()
    await ticks(8)
    await asyncio.gather(*tasks)
    say(lock.locked())


asyncio.run(main())
