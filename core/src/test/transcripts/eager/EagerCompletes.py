# asyncio 3.12: older ones have no eager tasks
"""A task that never suspends is done, or has failed, when it is made; others may begin later."""
import asyncio
from transcript import Oops, outcome, say


async def work(fails):
    say("runs")
    if fails:
        raise Oops("failed")
    return "result"


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(work(False))
    say(task.done(), task.result())
    task = asyncio.create_task(work(True))
    say(task.done(), task.exception())
    say(await outcome(task))
    asyncio.get_running_loop().set_task_factory(None)
    task = asyncio.create_task(work(False))
    say(task.done())
    say(await task)


asyncio.run(main())
