"""A limit that has struck, or whose block has ended, cannot be changed."""
import asyncio
from transcript import attempt, say


async def main():
    loop = asyncio.get_running_loop()

    def change():
        return attempt(lambda: limit.reschedule(loop.time() + 1))

    try:
        async with asyncio.timeout(0.01) as limit:
            try:
                await asyncio.sleep(3600)
            finally:
                say("while it strikes", change())
    except TimeoutError:
        say("after it struck", change())
    async with asyncio.timeout(0.01) as limit:
        say("in time", change())
    say("at the end", change())


asyncio.run(main())
