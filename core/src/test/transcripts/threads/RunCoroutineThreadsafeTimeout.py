"""A thread gives up waiting for what it had begun on the loop, and cancels it."""
import asyncio
import concurrent.futures
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    async def work():
        try:
            await loop.create_future()
        finally:
            say("work ends")
            ended.set_result(None)

    def thread():
        future = asyncio.run_coroutine_threadsafe(work(), loop)
        try:
            future.result(0.01)
        except concurrent.futures.TimeoutError:
            return [future.done(), future.cancel(), future.cancelled()]

    say(await asyncio.to_thread(thread))
    await ended


asyncio.run(main())
