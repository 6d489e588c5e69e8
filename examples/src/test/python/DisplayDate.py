import asyncio
import datetime
import sys


async def display_date(how_long):
    loop = asyncio.get_running_loop()
    deadline = loop.time() + how_long
    while True:
        print(f"{datetime.datetime.now():%H:%M:%S}")
        if loop.time() + 1 >= deadline:
            break
        await asyncio.sleep(1)


asyncio.run(display_date(float(sys.argv[1])))
