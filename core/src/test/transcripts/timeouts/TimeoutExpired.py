"""What a limit tells of itself: before its time, when it has struck, and afterwards."""
import asyncio
from transcript import say


async def main():
    begin = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(0.01) as limit:
            say(round((limit.when() - begin) * 1000), limit.expired())
            try:
                await asyncio.sleep(3600)
            finally:
                say(round((limit.when() - begin) * 1000), limit.expired())
    except TimeoutError as e:
        say(e, round((limit.when() - begin) * 1000), limit.expired())
    async with asyncio.timeout(0.01) as limit:
        pass
    await asyncio.sleep(0.02)
    say(limit.expired())


asyncio.run(main())
