"""Callbacks and waiting tasks share one order: that in which they came."""
import asyncio
from transcript import say


async def waiter(name, future):
    say(name, await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: say("callback 1"))
    first = asyncio.create_task(waiter("waiter 1", future))
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: say("callback 2"))
    second = asyncio.create_task(waiter("waiter 2", future))
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: say("callback 3"))
    future.set_result("x")
    await asyncio.gather(first, second)


asyncio.run(main())
