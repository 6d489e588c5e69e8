# asyncio 3.14: older ones name the task after its first step
"""The first step has its own current task and name; afterwards the creator is the current one again."""
import asyncio
from transcript import say


def tell(where):
    say(where, asyncio.current_task().get_name(), len(asyncio.all_tasks()))


async def inner():
    tell("inner")
    await asyncio.sleep(0)
    tell("inner again")


async def work():
    tell("work")
    task = asyncio.create_task(inner(), name="inner")
    tell("work again")
    return task


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    asyncio.current_task().set_name("main")
    task = asyncio.create_task(work(), name="work")
    tell("main")
    await task.result()
    tell("main")


asyncio.run(main())
