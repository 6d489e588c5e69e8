# asyncio 3.12: older ones have no eager tasks
"""Eager tasks that make eager tasks: the innermost runs first, and each creator goes on after it."""
import asyncio
from transcript import say


async def work(depth):
    say("begins", depth)
    if depth:
        task = asyncio.create_task(work(depth - 1))
        say("made", depth - 1, task.done())
        await task
    else:
        await asyncio.sleep(0)
    say("ends", depth)


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await work(3)


asyncio.run(main())
