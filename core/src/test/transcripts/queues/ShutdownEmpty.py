# asyncio 3.13: older ones cannot be shut down
"""What an empty queue does once it is shut down."""
import asyncio
from transcript import attempt, outcome, say


async def main():
    queue = asyncio.Queue()
    queue.shutdown()
    say(await outcome(queue.put(1)), attempt(lambda: queue.put_nowait(1)))
    say(await outcome(queue.get()), attempt(queue.get_nowait))
    await queue.join()
    queue.shutdown(immediate=True)
    say(queue.qsize())


asyncio.run(main())
