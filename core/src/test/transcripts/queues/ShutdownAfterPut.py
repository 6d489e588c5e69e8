# asyncio 3.13: older ones cannot be shut down
"""A shutdown between a put and the run of the getter that it woke."""
import asyncio
from transcript import attempt, outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    for immediate in False, True:
        queue = asyncio.Queue()
        for name in "ab":
            asyncio.create_task(get(queue, name))
        await turns(1)
        queue.put_nowait(1)
        queue.shutdown(immediate)
        await turns(2)
        say(queue.qsize(), attempt(queue.task_done) is None)


asyncio.run(main())
