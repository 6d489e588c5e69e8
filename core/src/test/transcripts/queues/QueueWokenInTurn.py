"""A task that comes to a queue in the turn in which another is woken is quicker."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    first = asyncio.create_task(get(queue, "waits"))
    await turns(1)
    late = asyncio.create_task(get(queue, "late"))
    queue.put_nowait(1)
    await turns(1)
    say(first.done(), late.done())
    queue.put_nowait(2)
    await turns(2)


asyncio.run(main())
