"""Producer and consumer of a queue of one, turn by turn."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def produce(queue):
    for item in range(6):
        await queue.put(item)
        say("put", item)


async def consume(queue):
    for _ in range(6):
        say("got", await queue.get())


async def main():
    queue = asyncio.Queue(1)
    counter = asyncio.create_task(ticks(12))
    await asyncio.gather(produce(queue), consume(queue))
    await counter


asyncio.run(main())
