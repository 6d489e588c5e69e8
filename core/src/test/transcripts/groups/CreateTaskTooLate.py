"""A group takes no task when it is being cancelled or has ended; what was refused never runs."""
import asyncio
from transcript import Oops, attempt, outcome, say


async def work():
    say("never")


def refused(group):
    coroutine = work()
    try:
        return attempt(lambda: group.create_task(coroutine))
    finally:
        coroutine.close()


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        try:
            await asyncio.sleep(3600)
        finally:
            say("while it is cancelled", refused(group))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0.01))
    say("at the end", refused(group))
    say(await outcome(block()))
    await asyncio.sleep(0.01)


asyncio.run(main())
