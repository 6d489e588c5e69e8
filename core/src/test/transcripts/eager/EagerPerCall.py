# asyncio 3.12: older ones have no eager tasks
"""Eager and lazy tasks side by side: the eager ones are a step ahead."""
import asyncio
from transcript import say


async def work(name):
    for i in range(3):
        say(name, i)
        await asyncio.sleep(0)


def eager(coroutine):
    return asyncio.Task(coroutine, loop=asyncio.get_running_loop(), eager_start=True)


async def main():
    lazy = asyncio.create_task(work("lazy"))
    first = eager(work("eager"))
    last = asyncio.create_task(work("last"))
    say("made")
    await asyncio.wait([lazy, first, last])


asyncio.run(main())
