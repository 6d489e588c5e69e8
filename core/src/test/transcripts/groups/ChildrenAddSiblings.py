"""Tasks add others while the group waits, as long as one is left, and so on."""
import asyncio
from transcript import say


async def work(group, depth):
    await asyncio.sleep(0.01)
    say("depth", depth)
    if depth < 3:
        group.create_task(work(group, depth + 1))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(work(group, 1))
        say("body ends")
    say("end")


asyncio.run(main())
