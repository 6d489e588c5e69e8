"""Errors after the first one count as heard: nobody is told of them."""
import asyncio
from transcript import Oops, outcome, say


async def fail(delay, message):
    await asyncio.sleep(delay)
    raise Oops(message)


async def main():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: say("told"))
    say(await outcome(asyncio.gather(fail(0.01, "first"), fail(0.03, "second"))))
    await asyncio.sleep(0.05)
    await asyncio.sleep(0)
    say("end")


asyncio.run(main())
