"""A shield of what is done, has failed or was cancelled: the outcome, without suspending."""
import asyncio
from transcript import Oops, outcome, say


async def fail():
    raise Oops("failed")


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result("done")
    failed = asyncio.create_task(fail())
    cancelled = loop.create_future()
    cancelled.cancel("before")
    await asyncio.sleep(0)
    loop.call_soon(say, "callback")
    say(await asyncio.shield(done))
    say(await outcome(asyncio.shield(failed)))
    say(await outcome(asyncio.shield(cancelled)))
    await asyncio.sleep(0)


asyncio.run(main())
