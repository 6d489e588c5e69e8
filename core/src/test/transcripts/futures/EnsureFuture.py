"""What is a future or task already is given back as it is; other work becomes a task."""
import asyncio
from transcript import say


async def work():
    say("the work runs")
    return "result"


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work())
    say(asyncio.ensure_future(future) is future, asyncio.ensure_future(task) is task)
    made = asyncio.ensure_future(work())
    say(isinstance(made, asyncio.Task), made.done())
    say(await made, await task)


asyncio.run(main())
