"""The error with which a left task answers its cancel goes to the exception handler."""
import asyncio
from transcript import Oops, say


async def left():
    try:
        await asyncio.sleep(3600)
    finally:
        raise Oops("left")


async def work():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say("told", context["exception"]))
    task = asyncio.create_task(left())
    await asyncio.sleep(0)
    return task


def main():
    task = asyncio.run(work())
    say(task.exception())


main()
