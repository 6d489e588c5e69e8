"""A second cancel hits the clean-up of the first."""
import asyncio
from transcript import outcome, say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        try:
            say("cleans up")
            await asyncio.sleep(3600)
        finally:
            say("hurries")
            await asyncio.sleep(0)
            say("is clean")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("one")
    await asyncio.sleep(0.01)
    say(task.done(), task.cancel("two"))
    say(await outcome(task), task.cancelling())


asyncio.run(main())
