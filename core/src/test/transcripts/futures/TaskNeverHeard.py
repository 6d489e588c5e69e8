"""The error of a task that nobody awaits is reported."""
import asyncio
from transcript import Oops, say


async def fail():
    raise Oops("task")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say("told", context["exception"]))
    asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
