"""The block is cancelled where it suspends; outside that is a timeout, caused by the cancel."""
import asyncio
from transcript import say


async def main():
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError as e:
                say("inside", e, asyncio.current_task().cancelling())
                raise
    except TimeoutError as e:
        say("outside", e, e.__cause__, asyncio.current_task().cancelling())


asyncio.run(main())
