"""Two cancels before the task runs are two requests and one error."""
import asyncio
from transcript import outcome, say


async def work():
    for _ in range(2):
        say(await outcome(asyncio.sleep(0.01)))
    return "end"


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    say(task.cancel("one"), task.cancel("two"), task.cancelling())
    say(await task, task.cancelling())


asyncio.run(main())
