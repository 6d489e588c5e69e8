"""A limit is put off, again and again, and strikes when nobody does so."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time()
    try:
        async with asyncio.timeout(0.02) as limit:
            for i in range(4):
                await asyncio.sleep(0.015)
                limit.reschedule(loop.time() + 0.02)
                say(i, round((limit.when() - begin) * 1000))
            await asyncio.sleep(3600)
    except TimeoutError as e:
        say(e, round((loop.time() - begin) * 1000))


asyncio.run(main())
