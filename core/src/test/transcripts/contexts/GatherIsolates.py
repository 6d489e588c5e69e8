# asyncio 3.12: older ones make a task for the work
"""What is gathered runs in tasks, each with its own values; what is awaited runs in the caller's."""
import asyncio
import contextvars
from transcript import say

depth = contextvars.ContextVar("depth", default=0)


async def work(levels):
    depth.set(depth.get() + 1)
    if levels:
        await asyncio.gather(work(levels - 1), work(levels - 1))
    say("level", levels, "depth", depth.get())


async def awaited(levels):
    depth.set(depth.get() + 1)
    if levels:
        await awaited(levels - 1)
        await asyncio.wait_for(awaited(0), 1)
    return depth.get()


async def main():
    await work(2)
    say(await awaited(2))


asyncio.run(main())
