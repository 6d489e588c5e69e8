"""Who waits at a stack gets the top of the turn in which it runs."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def put(queue, item):
    say("put", item, await outcome(queue.put(item)))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.LifoQueue(2)
    for name in "ab":
        asyncio.create_task(get(queue, name))
    await turns(1)
    queue.put_nowait(1)
    queue.put_nowait(2)
    await turns(1)
    for item in 3, 4, 5, 6:
        asyncio.create_task(put(queue, item))
    await turns(1)
    for _ in range(4):
        say("got", await queue.get())
        await turns(1)


asyncio.run(main())
