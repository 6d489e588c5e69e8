"""Gathering nothing gives an empty list."""
import asyncio
from transcript import say


async def main():
    say(await asyncio.gather())
    say(await asyncio.gather(*[]))


asyncio.run(main())
