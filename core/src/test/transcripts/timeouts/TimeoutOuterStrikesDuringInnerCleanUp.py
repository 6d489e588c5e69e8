"""The outer limit strikes while the block, cancelled by the inner one, cleans up."""
import asyncio
from transcript import say


async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        try:
            await asyncio.sleep(3600)
        finally:
            say("cleaned up")


async def main():
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(0.03):
            try:
                async with asyncio.timeout(0.01):
                    await work()
            except BaseException as e:
                say("inner", e, me.cancelling())
                raise
    except BaseException as e:
        say("outer", e, me.cancelling())


asyncio.run(main())
