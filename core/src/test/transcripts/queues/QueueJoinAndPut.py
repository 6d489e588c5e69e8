"""A join that was woken returns although more was put before it ran."""
import asyncio
from transcript import outcome, say


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    joiner = asyncio.create_task(queue.join())
    await turns(1)
    queue.task_done()
    queue.put_nowait(2)
    await turns(1)
    say(joiner.done())
    second = asyncio.create_task(queue.join())
    await turns(1)
    say(second.done(), second.cancel("enough"))
    say(await outcome(second))


asyncio.run(main())
