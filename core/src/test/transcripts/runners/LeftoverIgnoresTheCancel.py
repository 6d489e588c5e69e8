"""The end waits for a left task that goes on in spite of its cancel."""
import asyncio
from transcript import outcome, say


async def left():
    say(await outcome(asyncio.sleep(3600)) is not None)
    for i in range(3):
        await asyncio.sleep(0.01)
        say(i)
    return "result"


async def work():
    task = asyncio.create_task(left())
    await asyncio.sleep(0)
    return task


def main():
    task = asyncio.run(work())
    say(task.result())


main()
