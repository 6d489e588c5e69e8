"""A getter that was woken and finds nothing waits again, behind the others."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    getters = [asyncio.create_task(get(queue, name)) for name in "abc"]
    await turns(1)
    queue.put_nowait(1)
    say("quick", queue.get_nowait())
    await turns(1)
    for item in 2, 3, 4:
        queue.put_nowait(item)
        await turns(1)


asyncio.run(main())
