"""The inner limit strikes; the outer one goes on and may strike later."""
import asyncio
from transcript import say


async def main():
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(0.05):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(3600)
            except TimeoutError as e:
                say("inner", e, me.cancelling())
            await asyncio.sleep(0.01)
            say("between")
            await asyncio.sleep(3600)
    except TimeoutError as e:
        say("outer", e, me.cancelling())


asyncio.run(main())
