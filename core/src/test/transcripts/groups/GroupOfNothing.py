"""A group without tasks, or whose tasks are done, does not suspend."""
import asyncio
from transcript import say


async def work():
    say("the task runs")


async def main():
    asyncio.get_running_loop().call_soon(say, "callback")
    async with asyncio.TaskGroup():
        say("empty")
    say("left")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        await task
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(say, "second callback")
    say("left again", task.done())
    await asyncio.sleep(0)


asyncio.run(main())
