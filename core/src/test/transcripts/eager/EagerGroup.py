# asyncio 3.12: older ones have no eager tasks
"""A group of eager tasks: those that are done when made, and those that suspend."""
import asyncio
from transcript import Oops, outcome, say


async def work(name, suspends=False, fails=False):
    say(name)
    if suspends:
        await asyncio.sleep(0)
    if fails:
        raise Oops(name)
    return name


async def block():
    async with asyncio.TaskGroup() as group:
        sleeper = group.create_task(asyncio.sleep(3600))
        group.create_task(work("c", suspends=True, fails=True))
        try:
            await asyncio.sleep(3600)
        finally:
            say(sleeper.done(), asyncio.current_task().cancelling())


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a"))
        b = group.create_task(work("b", suspends=True))
        say("body ends", a.done(), b.done())
    say(a.result(), b.result())
    say(await outcome(block()))


asyncio.run(main())
