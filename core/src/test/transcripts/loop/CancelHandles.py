"""A cancelled handle does not run, even if it was queued or due already."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    soon = loop.call_soon(say, "never")
    soon.cancel()
    later = loop.call_later(0.01, say, "never")
    later.cancel()
    say(soon.cancelled(), later.cancelled())
    loop.call_soon(lambda: victim.cancel())
    victim = loop.call_soon(say, "never")
    ran = loop.call_soon(say, "ran")
    await asyncio.sleep(0.02)
    ran.cancel()
    say(victim.cancelled())


asyncio.run(main())
