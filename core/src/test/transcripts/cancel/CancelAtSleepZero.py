"""A cancel reaches a task that only let the others run."""
import asyncio
from transcript import outcome, say


async def work():
    say("begins")
    await asyncio.sleep(0)
    say("never")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    say(task.cancel("now"))
    say(await outcome(task))


asyncio.run(main())
