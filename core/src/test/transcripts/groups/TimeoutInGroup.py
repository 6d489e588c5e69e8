# asyncio 3.13: older ones leave a cancel behind
"""A time limit in the body of a group, or in a task of it, is an error like others."""
import asyncio
from transcript import outcome, say


async def limited():
    async with asyncio.timeout(0.01):
        await asyncio.sleep(3600)


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        say("the task ends")


async def in_body():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
        await limited()


async def in_task():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
        group.create_task(limited())


async def caught():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(asyncio.sleep(0.02, "result"))
        say("caught", await outcome(limited()))
    return task.result()


async def main():
    say(await outcome(in_body()))
    say(await outcome(in_task()))
    say(await outcome(caught()))
    say(asyncio.current_task().cancelling())


asyncio.run(main())
