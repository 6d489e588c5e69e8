"""A limit around the await of a task cancels the task."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        say("work ends")


async def main():
    task = asyncio.create_task(work())
    try:
        async with asyncio.timeout(0.01):
            await task
    except TimeoutError as e:
        say(e, task.cancelled())


asyncio.run(main())
