"""A cancel of a task that awaits a future cancels the future."""
import asyncio
from transcript import outcome, say


async def work(future):
    try:
        await future
    finally:
        say("work", future.cancelled())


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work(future))
    await asyncio.sleep(0)
    say(task.cancel("deep"), future.cancelled(), task.done())
    say(await outcome(task), await outcome(future))


asyncio.run(main())
