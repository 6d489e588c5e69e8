"""A task that fails cancels the others and the body; outside there is the group of errors only."""
import asyncio
from transcript import Oops, say


async def fail():
    await asyncio.sleep(0.01)
    raise Oops("child")


async def sleeper():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("sibling", e)
        raise


async def main():
    me = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as group:
            failing = group.create_task(fail())
            sibling = group.create_task(sleeper())
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError as e:
                say("body", e, me.cancelling())
                raise
    except* Oops as e:
        say(e, me.cancelling())
    say(failing.exception(), sibling.cancelled())
    await asyncio.sleep(0.01)
    say("end")


asyncio.run(main())
