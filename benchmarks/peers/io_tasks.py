"""Files and HTTP, by aiofiles and aiohttp: io_tasks.py asyncio|uvloop FILE URL SECONDS WORK..."""

import asyncio
import sys

import aiofiles
import aiohttp

from tasks import measure

CONNECTIONS = 100
PAGES = 1_000


async def lines(path):
    count = 0
    async with aiofiles.open(path, encoding="utf-8") as file:
        async for line in file:
            count += 1 if line else 0
    return count


async def fetch(session, url):
    async def some():
        for _ in range(PAGES // CONNECTIONS):
            async with session.get(url) as response:
                await response.read()

    await asyncio.gather(*[some() for _ in range(CONNECTIONS)])
    return PAGES


async def main(path, url, seconds, works):
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        known = {"lines": lambda _: lines(path), "fetch": lambda _: fetch(session, url)}
        for name in works:
            if name in known:
                await measure(known[name], 1, seconds)
                print(name, f"{await measure(known[name], 1, seconds):.1f}", flush=True)
            else:
                print(name, "-")


if __name__ == "__main__":
    if sys.argv[1] == "uvloop":
        import uvloop

        uvloop.install()
    asyncio.run(main(sys.argv[2], sys.argv[3], float(sys.argv[4]), sys.argv[5:]))
