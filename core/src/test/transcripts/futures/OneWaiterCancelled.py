"""Cancelling one of those who await a future cancels the future for all of them."""
import asyncio
from transcript import say


async def waiter(name, future):
    try:
        await future
    finally:
        say(name, "ends", asyncio.current_task().cancelling())


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(waiter("a", future))
    b = asyncio.create_task(waiter("b", future))
    await asyncio.sleep(0)
    b.cancel()
    await asyncio.wait([a, b])
    say(a.cancelled(), b.cancelled(), future.cancelled())


asyncio.run(main())
