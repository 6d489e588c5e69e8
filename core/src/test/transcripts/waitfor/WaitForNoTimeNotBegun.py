"""Without any time, work that has not begun never begins."""
import asyncio
from transcript import outcome, say


async def work():
    say("never")


async def main():
    for timeout in (0, -1):
        say(await outcome(asyncio.wait_for(work(), timeout)))
        task = asyncio.create_task(work())
        say(await outcome(asyncio.wait_for(task, timeout)), task.cancelled())


asyncio.run(main())
