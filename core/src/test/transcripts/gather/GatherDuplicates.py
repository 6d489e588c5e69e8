"""What is given twice runs once, and its result comes twice."""
import asyncio
from transcript import say


async def work(name):
    say(name, "runs")
    return name


async def main():
    task = asyncio.create_task(work("task"))
    coroutine = work("coroutine")
    say(await asyncio.gather(task, coroutine, task, coroutine, task))


asyncio.run(main())
