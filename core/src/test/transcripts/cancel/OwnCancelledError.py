"""A task whose work raises the error by itself is cancelled, though nobody asked."""
import asyncio
from transcript import outcome, say


async def work():
    raise asyncio.CancelledError("own")


async def main():
    task = asyncio.create_task(work())
    say(await outcome(task))
    say(task.cancelled(), task.cancelling())


asyncio.run(main())
