"""Three producers, two consumers, room for two: who does what when."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def produce(queue, name):
    for i in range(4):
        await queue.put(name + i)
        say("put", name + i)


async def consume(queue, name):
    for _ in range(6):
        say(name, "got", await queue.get())


async def main():
    queue = asyncio.Queue(2)
    counter = asyncio.create_task(ticks(10))
    await asyncio.gather(
        *(produce(queue, name) for name in (10, 20, 30)),
        *(consume(queue, name) for name in "xy"),
    )
    await counter


asyncio.run(main())
