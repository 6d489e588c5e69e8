"""The end of the run cancels shielded work as well."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        say("the work is cancelled")
        raise


async def waits(inner):
    try:
        await asyncio.shield(inner)
    finally:
        say("the one who waits ends")


async def main():
    inner = asyncio.create_task(work())
    outer = asyncio.create_task(waits(inner))
    await asyncio.sleep(0.01)
    outer.cancel()
    await asyncio.wait([outer])
    say("main ends")


asyncio.run(main())
