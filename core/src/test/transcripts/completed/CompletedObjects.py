# asyncio 3.13: older ones have no asynchronous iteration
"""Asynchronous iteration gives the tasks and futures themselves, done, and tasks for coroutines."""
import asyncio
from transcript import Oops, say


async def fail():
    await asyncio.sleep(0.02)
    raise Oops("failed")


async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.01, future.set_result, "future")
    task = asyncio.create_task(fail())
    coroutine = asyncio.sleep(0.03, "coroutine")
    async for done in asyncio.as_completed([coroutine, task, future]):
        say(done is future, done is task, isinstance(done, asyncio.Task), done.done())
        say(done.exception() or done.result())


asyncio.run(main())
