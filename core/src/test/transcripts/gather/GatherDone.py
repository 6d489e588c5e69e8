"""Gathering futures that are done gives their results."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]
    for i, future in enumerate(futures):
        future.set_result(i)
    task = asyncio.create_task(asyncio.sleep(0, "task"))
    await task
    say(await asyncio.gather(*futures, task))


asyncio.run(main())
