"""Another thread hands a value to the loop and wakes it."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def work():
        loop.call_soon_threadsafe(say, "first")
        loop.call_soon_threadsafe(future.set_result, "from a thread")
        loop.call_soon_threadsafe(say, "last")

    job = loop.run_in_executor(None, work)
    await job
    say(await future)


asyncio.run(main())
