"""Waiting for all gives them all, the failed and the cancelled ones too, and raises nothing."""
import asyncio
from transcript import Oops, say


async def fail():
    await asyncio.sleep(0.02)
    raise Oops("f")


async def main():
    good = asyncio.create_task(asyncio.sleep(0.01))
    bad = asyncio.create_task(fail())
    cancelled = asyncio.create_task(asyncio.sleep(3600))
    asyncio.get_running_loop().call_later(0.03, cancelled.cancel)
    done, pending = await asyncio.wait([good, bad, cancelled])
    say(len(done), len(pending), good in done, bad in done, cancelled in done)
    say(bad.exception(), cancelled.cancelled())


asyncio.run(main())
