"""Each branch of a tree fails on its own: the shape of the tree is that of the errors."""
import asyncio
from transcript import Oops, outcome, say


async def leaf(name, time):
    try:
        await asyncio.sleep(time)
    except asyncio.CancelledError:
        pass
    raise Oops(name)


async def branch(name, time):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(name + "1", time))
        await asyncio.sleep(0)
        raise Oops(name)


async def tree():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch("a", 0.01))
        await asyncio.sleep(0.01)
        group.create_task(branch("b", 0.02))
        await asyncio.sleep(0.01)


async def main():
    e = await outcome(tree())
    say(e)


asyncio.run(main())
