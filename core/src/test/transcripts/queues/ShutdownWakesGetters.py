# asyncio 3.13: older ones cannot be shut down
"""All getters hear of a shutdown in the next turn, in the order they came."""
import asyncio
from transcript import outcome, say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    for immediate in False, True:
        queue = asyncio.Queue()
        counter = asyncio.create_task(ticks(4))
        for name in "abc":
            asyncio.create_task(get(queue, name))
        await turns(2)
        queue.shutdown(immediate)
        say("shut down")
        await counter


asyncio.run(main())
