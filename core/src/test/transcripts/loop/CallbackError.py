"""The error of a callback goes to the exception handler; the loop and the others go on."""
import asyncio
from transcript import Oops, say


def fail():
    raise Oops("callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, context: say("told", l is loop, context["exception"]))
    loop.call_soon(fail)
    loop.call_soon(say, "next")
    loop.call_later(0.01, fail)
    await asyncio.sleep(0.02)
    say("end")


asyncio.run(main())
