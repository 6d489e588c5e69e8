"""A cancel from elsewhere ends nested groups from the inside out, and counts once."""
import asyncio
from transcript import outcome, say


async def sleeper(name):
    try:
        await asyncio.sleep(3600)
    finally:
        say(name)


async def block():
    me = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeper("the outer task ends"))
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(sleeper("the inner task ends"))
                    await asyncio.sleep(3600)
            except asyncio.CancelledError as e:
                say("inner", e, me.cancelling())
                raise
    except asyncio.CancelledError as e:
        say("outer", e, me.cancelling())
        raise


async def main():
    task = asyncio.create_task(block())
    await asyncio.sleep(0.01)
    task.cancel("enough")
    say(await outcome(task), task.cancelling())


asyncio.run(main())
