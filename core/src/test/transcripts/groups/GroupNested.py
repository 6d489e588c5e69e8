# asyncio 3.13: older ones leave a cancel behind
"""A group in a group: the errors of the inner one are one error of the outer one."""
import asyncio
from transcript import Oops, outcome, say


async def fail(message, time):
    await asyncio.sleep(time)
    raise Oops(message)


async def inner():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail("inner", 0.01))
        group.create_task(asyncio.sleep(3600))


async def outer():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(3600))
        say(await outcome(inner()))
        say("the outer one goes on", asyncio.current_task().cancelling())
        await inner()


async def tree():
    async with asyncio.TaskGroup() as group:
        group.create_task(inner())
        group.create_task(fail("late", 0.02))
        await asyncio.sleep(3600)


async def main():
    say(await outcome(outer()))
    say(await outcome(tree()))
    say(asyncio.current_task().cancelling())


asyncio.run(main())
