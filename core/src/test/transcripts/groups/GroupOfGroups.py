"""One branch of a tree fails, and takes the other with it: the errors have the shape of the tree."""
import asyncio
from transcript import Oops, outcome, say


async def leaf(name, time):
    try:
        await asyncio.sleep(time)
    finally:
        raise Oops(name)


async def branch(name, time):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(name + "1", 3600))
        await leaf(name, time)


async def tree():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch("a", 0.01))
        group.create_task(branch("b", 0.02))
        await asyncio.sleep(3600)


async def main():
    say(await outcome(tree()))


asyncio.run(main())
