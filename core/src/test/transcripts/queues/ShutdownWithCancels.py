# asyncio 3.13: older ones cannot be shut down
"""A shutdown in the turn in which some who wait are cancelled."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    getters = [asyncio.create_task(get(queue, name)) for name in "abc"]
    await turns(1)
    getters[1].cancel("before")
    queue.shutdown()
    await turns(1)
    say([getter.done() for getter in getters])


asyncio.run(main())
