"""Work that fails while somebody waits behind the shield: nobody else is told."""
import asyncio
from transcript import Oops, outcome, say


def handler(_, context):
    say("never", context["message"])


async def work():
    await asyncio.sleep(0.01)
    raise Oops("heard")


async def waits(inner):
    await asyncio.shield(inner)


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    inner = asyncio.create_task(work())
    outer = asyncio.create_task(waits(inner))
    say(await outcome(outer))
    say(outer.cancel(), inner.cancel())
    await asyncio.sleep(0)


asyncio.run(main())
