"""Calls that would have to wait, and do not."""
import asyncio
from transcript import attempt, say


async def main():
    queue = asyncio.Queue(1)
    say(attempt(queue.get_nowait))
    say(attempt(lambda: queue.put_nowait(1)))
    say(attempt(lambda: queue.put_nowait(2)))
    say(attempt(queue.get_nowait))
    say(attempt(queue.get_nowait))
    say(attempt(queue.task_done))
    say(attempt(queue.task_done) is None)


asyncio.run(main())
