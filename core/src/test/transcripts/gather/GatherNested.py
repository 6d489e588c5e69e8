"""Gathers within gathers; the leaves end in the order of their times."""
import asyncio
from transcript import say


async def leaf(n):
    await asyncio.sleep(n / 100)
    say("leaf", n)
    return n


async def branch(*leaves):
    return sum(await asyncio.gather(*map(leaf, leaves)))


async def main():
    say(await asyncio.gather(branch(1, 6), branch(5, 2), branch(3, 4)))


asyncio.run(main())
