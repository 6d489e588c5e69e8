# asyncio 3.14: older ones tell nobody
"""An error of the work after the one who waited was cancelled goes to the exception handler, once."""
import asyncio
from transcript import Oops, outcome, say


def handler(_, context):
    say("told", context["exception"], "in shielded future" in context["message"])


async def waits(inner):
    await asyncio.shield(inner)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    inner = loop.create_future()
    outers = [asyncio.create_task(waits(inner)) for _ in range(3)]
    await asyncio.sleep(0)
    for outer in outers:
        outer.cancel("enough")
    say([await outcome(outer) for outer in outers])
    inner.set_exception(Oops("unheard"))
    await asyncio.sleep(0)
    say("end")


asyncio.run(main())
