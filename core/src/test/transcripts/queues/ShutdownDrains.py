# asyncio 3.13: older ones cannot be shut down
"""A queue that is shut down gives what it has and takes nothing."""
import asyncio
from transcript import attempt, outcome, say


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(3)
    for item in 1, 2, 3:
        queue.put_nowait(item)
    joiner = asyncio.create_task(queue.join())
    await turns(1)
    queue.shutdown()
    say(await outcome(queue.put(4)), attempt(lambda: queue.put_nowait(4)))
    for _ in range(4):
        say(await outcome(queue.get()), queue.qsize())
    say(joiner.done())
    for _ in range(3):
        queue.task_done()
    await turns(1)
    say(joiner.done(), attempt(queue.task_done) is None)


asyncio.run(main())
