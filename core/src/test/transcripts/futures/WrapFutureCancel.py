"""A cancel of the wrapper, or of a task that awaits it, goes to the other future."""
import asyncio
import concurrent.futures
from transcript import outcome, say


async def waits(theirs):
    await asyncio.wrap_future(theirs)


async def main():
    theirs = concurrent.futures.Future()
    ours = asyncio.wrap_future(theirs)
    say(ours.cancel(), ours.cancelled())
    await asyncio.sleep(0)
    say(theirs.cancelled())
    theirs = concurrent.futures.Future()
    task = asyncio.create_task(waits(theirs))
    await asyncio.sleep(0)
    task.cancel("enough")
    say(await outcome(task), theirs.cancelled())


asyncio.run(main())
