"""cancelling counts the requests, uncancel takes one back, never below zero."""
import asyncio
from transcript import outcome, say


async def work():
    me = asyncio.current_task()
    say(me.cancelling(), me.uncancel())
    for _ in range(3):
        say(await outcome(asyncio.sleep(3600)), me.cancelling())
    say(me.uncancel(), me.uncancel(), me.uncancel(), me.uncancel())
    await asyncio.sleep(0.01)


async def main():
    task = asyncio.create_task(work())
    for _ in range(3):
        await asyncio.sleep(0.01)
        task.cancel()
    await task
    say(task.cancelled(), task.cancelling())


asyncio.run(main())
