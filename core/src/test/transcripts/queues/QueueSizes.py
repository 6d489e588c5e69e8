"""When a queue is full and when it is empty."""
import asyncio
from transcript import attempt, say


async def main():
    for maxsize in 2, 0, -1:
        queue = asyncio.Queue(maxsize)
        say(queue.maxsize, queue.qsize(), queue.empty(), queue.full())
        queue.put_nowait(1)
        say(queue.qsize(), queue.empty(), queue.full())
        queue.put_nowait(2)
        say(queue.qsize(), queue.empty(), queue.full())
        say(attempt(lambda: queue.put_nowait(3)))
        queue.get_nowait()
        say(queue.qsize(), queue.empty(), queue.full())


asyncio.run(main())
