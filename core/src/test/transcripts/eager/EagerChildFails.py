# asyncio 3.14: older ones cancel the group amid the body's step
"""An eager task of a group that fails when it is made: the body goes on to its next suspension."""
import asyncio
from transcript import Oops, outcome, say


async def fail(name):
    raise Oops(name)


async def sleeper():
    try:
        await asyncio.sleep(3600)
    finally:
        say("the task ends")


async def block():
    me = asyncio.current_task()
    async with asyncio.TaskGroup() as group:
        group.create_task(fail("a"))
        say("made", me.cancelling())
        group.create_task(sleeper())
        group.create_task(fail("b"))
        say("made more", me.cancelling())
        await asyncio.sleep(3600)
        say("never")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
