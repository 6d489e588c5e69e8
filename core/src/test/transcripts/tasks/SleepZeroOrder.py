"""sleep(0) lets every other ready task run exactly once."""
import asyncio
from transcript import say


async def work(name):
    for i in range(3):
        say(name, i)
        await asyncio.sleep(0)


async def main():
    tasks = [asyncio.create_task(work(name)) for name in "abc"]
    for i in range(5):
        say("main", i)
        await asyncio.sleep(0)
    say([task.done() for task in tasks])


asyncio.run(main())
