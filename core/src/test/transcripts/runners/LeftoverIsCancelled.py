"""A task that is left when main returns is cancelled and waited for."""
import asyncio
from transcript import say


async def left():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        say("cancelled")
        await asyncio.sleep(0.01)
        say("is clean")
        raise


async def work():
    task = asyncio.create_task(left())
    await asyncio.sleep(0)
    say("main ends")
    return task


def main():
    task = asyncio.run(work())
    say("over", task.cancelled())


main()
