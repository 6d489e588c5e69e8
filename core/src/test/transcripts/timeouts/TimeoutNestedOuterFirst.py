"""The outer limit strikes: through the inner block it goes as a cancel."""
import asyncio
from transcript import say


async def main():
    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.timeout(0.05):
                    await asyncio.sleep(3600)
            except TimeoutError:
                say("never")
            except asyncio.CancelledError as e:
                say("inner", e)
                raise
    except TimeoutError as e:
        say("outer", e)
    await asyncio.sleep(0.1)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
