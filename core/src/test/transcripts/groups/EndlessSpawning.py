"""Tasks that add others for ever end with the first error."""
import asyncio
from transcript import Oops, outcome, say

steps = 0


async def spawn(group):
    global steps
    steps += 1
    if steps == 20:
        raise Oops("enough")
    await asyncio.sleep(0)
    group.create_task(spawn(group))


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(spawn(group))


async def main():
    say(await outcome(block()), steps)


asyncio.run(main())
