"""A task of a group that is cancelled, or cancels itself, is no error."""
import asyncio
from transcript import say


async def gives_up():
    await asyncio.sleep(0.01)
    raise asyncio.CancelledError()


async def work():
    await asyncio.sleep(0.03)
    return "result"


async def main():
    async with asyncio.TaskGroup() as group:
        cancelled = group.create_task(asyncio.sleep(3600))
        never_began = group.create_task(asyncio.sleep(3600))
        gave_up = group.create_task(gives_up())
        result = group.create_task(work())
        never_began.cancel()
        await asyncio.sleep(0.02)
        cancelled.cancel()
        say("body ends", gave_up.cancelled())
    say(cancelled.cancelled(), never_began.cancelled(), result.result())


asyncio.run(main())
