"""Futures, tasks and coroutines in one gather; what is new begins in the order of the arguments."""
import asyncio
from transcript import say


async def work(name):
    say(name, "begins")
    return name


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work("task"))
    asyncio.get_running_loop().call_soon(say, "callback")
    asyncio.get_running_loop().call_later(0.01, future.set_result, "future")
    say(await asyncio.gather(work("b"), future, work("a"), task))


asyncio.run(main())
