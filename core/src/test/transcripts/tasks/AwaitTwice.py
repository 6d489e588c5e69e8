"""A finished task may be awaited again and gives the same result, the very object."""
import asyncio
from transcript import say


async def work():
    return ["a", "list"]


async def main():
    task = asyncio.create_task(work())
    first = await task
    second = await task
    say(first, first is second, first is task.result())


asyncio.run(main())
