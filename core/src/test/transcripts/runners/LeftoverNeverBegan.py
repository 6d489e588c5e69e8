"""A task that has not begun when main returns never begins."""
import asyncio
from transcript import say


async def work():
    return asyncio.create_task(asyncio.sleep(0))


def main():
    task = asyncio.run(work())
    say(task.done(), task.cancelled())


main()
