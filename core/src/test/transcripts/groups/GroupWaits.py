"""A group ends when its tasks have; their results are there then."""
import asyncio
from transcript import say


async def work(name, time):
    await asyncio.sleep(time)
    say(name, "ends")
    return name.upper()


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a", 0.02))
        b = group.create_task(work("b", 0.01))
        say("body ends", a.done(), b.done())
    say(a.result(), b.result())


asyncio.run(main())
