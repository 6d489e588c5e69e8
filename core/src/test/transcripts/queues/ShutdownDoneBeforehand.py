# asyncio 3.13: older ones cannot be shut down
"""An immediate shutdown of items that were called done before they were taken."""
import asyncio
from transcript import attempt, say


async def main():
    queue = asyncio.Queue()
    for item in 1, 2, 3:
        queue.put_nowait(item)
    queue.task_done()
    queue.task_done()
    queue.shutdown(immediate=True)
    await queue.join()
    say(queue.qsize(), attempt(queue.task_done) is None)


asyncio.run(main())
