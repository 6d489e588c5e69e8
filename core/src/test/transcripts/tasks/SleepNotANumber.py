# asyncio 3.13: older ones sleep
"""sleep refuses what is not a number."""
import asyncio
from transcript import outcome, say


async def main():
    say(await outcome(asyncio.sleep(float("nan"))))


asyncio.run(main())
