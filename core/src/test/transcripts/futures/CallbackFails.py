"""The error of a callback goes to the exception handler; the other callbacks run."""
import asyncio
from transcript import Oops, say


def fail(future):
    raise Oops("callback")


async def main():
    asyncio.get_running_loop().set_exception_handler(lambda _, context: say("told", context["exception"]))
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: say("before"))
    future.add_done_callback(fail)
    future.add_done_callback(lambda f: say("after"))
    future.set_result(1)
    say(await future)
    await asyncio.sleep(0)


asyncio.run(main())
