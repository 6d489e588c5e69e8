"""A task's callbacks get the task itself, however it ended, one iteration after the end."""
import asyncio
from transcript import Oops, attempt, say


async def fail():
    raise Oops("f")


def report(task):
    say(task.get_name(), task.done(), task.cancelled())
    if not task.cancelled():
        say(attempt(task.result))


async def main():
    tasks = [
        asyncio.create_task(asyncio.sleep(0, 1), name="good"),
        asyncio.create_task(fail(), name="bad"),
        asyncio.create_task(asyncio.sleep(3600), name="cancelled"),
    ]
    for task in tasks:
        task.add_done_callback(report)
    for i in range(5):
        say("main", i)
        if i == 2:
            tasks[2].cancel()
        await asyncio.sleep(0)


asyncio.run(main())
