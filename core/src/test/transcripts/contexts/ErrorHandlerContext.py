# asyncio 3.12: older ones call the handler in a context of its own
"""The exception handler is called in the context of the callback that failed."""
import asyncio
import contextvars
from transcript import Oops, say

user = contextvars.ContextVar("user", default="nobody")


def fail():
    user.set("callback")
    raise Oops("failed")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say(context["exception"], user.get()))
    user.set("main")
    loop.call_soon(fail)
    await asyncio.sleep(0)
    say(user.get())


asyncio.run(main())
