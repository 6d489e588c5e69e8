"""When both limits strike at one time, only the outer one becomes a timeout."""
import asyncio
from transcript import say


async def main():
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(3600)
            except BaseException as e:
                say("inner", e, me.cancelling())
                raise
    except BaseException as e:
        say("outer", e, me.cancelling())


asyncio.run(main())
