# asyncio 3.13: older ones cannot be shut down
"""An immediate shutdown drops the items, which count as done."""
import asyncio
from transcript import attempt, say


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    for taken in 0, 1, 2:
        queue = asyncio.Queue()
        for item in 1, 2:
            queue.put_nowait(item)
        for _ in range(taken):
            queue.get_nowait()
        joiner = asyncio.create_task(queue.join())
        await turns(1)
        queue.shutdown(immediate=True)
        await turns(1)
        say(queue.qsize(), attempt(queue.get_nowait), joiner.done())
        for _ in range(taken):
            queue.task_done()
        await turns(1)
        say(joiner.done(), attempt(queue.task_done) is None)


asyncio.run(main())
