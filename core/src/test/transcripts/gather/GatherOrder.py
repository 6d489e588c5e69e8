"""Results come in the order of the arguments, whatever the order of the ends."""
import asyncio
from transcript import say


async def work(name, delay):
    await asyncio.sleep(delay)
    say(name, "ends")
    return name


async def main():
    say(await asyncio.gather(work("a", 0.03), work("b", 0.01), work("c", 0.02)))


asyncio.run(main())
