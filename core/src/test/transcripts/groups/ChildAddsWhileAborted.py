"""A task that cleans up cannot add another: that is an error of the task's own."""
import asyncio
from transcript import Oops, outcome, say


async def never():
    say("never")


async def work(group):
    try:
        await asyncio.sleep(3600)
    finally:
        coroutine = never()
        try:
            group.create_task(coroutine)
        finally:
            coroutine.close()


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(work(group))
        await asyncio.sleep(0.01)
        raise Oops("body")


async def main():
    say(await outcome(block()))


asyncio.run(main())
