"""What each kind of queue gives first."""
import asyncio
from transcript import say


async def main():
    for queue in asyncio.Queue(), asyncio.LifoQueue(), asyncio.PriorityQueue():
        for item in 3, 1, 2, 1:
            await queue.put(item)
        say([await queue.get() for _ in range(2)], queue.qsize())
        await queue.put(0)
        say([await queue.get() for _ in range(3)], queue.empty())


asyncio.run(main())
