import asyncio
import sys


async def request_all(unit):
    loop = asyncio.get_running_loop()
    start = loop.time()

    answers = await asyncio.gather(*(request(n, unit) for n in (1, 3, 5, 7, 9)))

    total = loop.time() - start
    print(f"[{', '.join(answers)}]")
    print(f"total: {total:.1f} seconds")


async def request(n, unit):
    print(f"request {n} sent")
    await asyncio.sleep(unit * n)
    print(f"request {n} answered")
    return f"answer {n}"


asyncio.run(request_all(float(sys.argv[1]) / 1000))
