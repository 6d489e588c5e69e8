# asyncio 3.13: older ones have no asynchronous iteration
"""Asynchronous iteration that was left is resumed, be it by the plain one."""
import asyncio
from transcript import say


async def main():
    times = {"a": 0.01, "b": 0.02, "c": 0.03}
    tasks = [asyncio.create_task(asyncio.sleep(time, name)) for name, time in times.items()]
    completed = asyncio.as_completed(tasks)
    async for done in completed:
        say("first loop", done.result())
        break
    async for done in completed:
        say("second loop", done.result())
        break
    for awaitable in completed:
        say("third loop", await awaitable)


asyncio.run(main())
