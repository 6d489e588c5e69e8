"""The current task is the one that runs: the same in what it awaits, none in a callback."""
import asyncio
from transcript import say


async def inner(expected):
    say("inner", asyncio.current_task() is expected)


async def work():
    await inner(asyncio.current_task())
    await asyncio.sleep(0)
    await inner(asyncio.current_task())


async def main():
    me = asyncio.current_task()
    asyncio.get_running_loop().call_soon(lambda: say("callback", asyncio.current_task()))
    task = asyncio.create_task(work())
    await task
    say(asyncio.current_task() is me, task is me)


asyncio.run(main())
