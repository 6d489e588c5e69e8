"""Work that succeeds, or is cancelled, after the one who waited was cancelled: nobody is told."""
import asyncio
from transcript import outcome, say


def handler(_, context):
    say("never", context["message"])


async def waits(inner):
    await asyncio.shield(inner)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    for succeeds in (True, False):
        inner = loop.create_future()
        outer = asyncio.create_task(waits(inner))
        await asyncio.sleep(0)
        outer.cancel("enough")
        say(await outcome(outer))
        if succeeds:
            inner.set_result(None)
        else:
            inner.cancel()
        await asyncio.sleep(0)
    say("end")


asyncio.run(main())
