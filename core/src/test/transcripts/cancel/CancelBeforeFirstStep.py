"""A task cancelled before its first step never begins, and its error carries the message."""
import asyncio
from transcript import outcome, say


async def work():
    say("never")


async def main():
    task = asyncio.create_task(work())
    say("cancel", task.cancel("early"))
    say(task.done(), task.cancelled())
    say(await outcome(task))
    say(task.done(), task.cancelled(), task.cancel())


asyncio.run(main())
