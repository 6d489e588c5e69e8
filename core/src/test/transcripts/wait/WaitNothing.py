"""There must be something to wait for."""
import asyncio
from transcript import outcome, say


async def main():
    say(await outcome(asyncio.wait([])))


asyncio.run(main())
