"""A body that fails cancels the tasks and is put into the group; so is one without tasks."""
import asyncio
from transcript import Oops, outcome, say


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        say("the task ends")


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
        await asyncio.sleep(0)
        raise Oops("body")


async def lonely():
    async with asyncio.TaskGroup():
        raise Oops("lonely")


async def at_once():
    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper())
        raise Oops("at once")


async def main():
    say(await outcome(block()))
    say(await outcome(lonely()))
    say(await outcome(at_once()))
    say(asyncio.current_task().cancelling())


asyncio.run(main())
