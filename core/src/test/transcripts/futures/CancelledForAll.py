"""Cancelling a future wakes all who await it with an error; none of them is cancelled itself."""
import asyncio
from transcript import outcome, say


async def waiter(name, future):
    say(name, await outcome(future), asyncio.current_task().cancelling())


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waiter(name, future)) for name in "ab"]
    await asyncio.sleep(0)
    say(future.cancel(), future.cancelled(), future.cancel())
    await asyncio.gather(*tasks)


asyncio.run(main())
