"""Another thread has work done on the loop and waits for its result or error."""
import asyncio
from transcript import Oops, say


async def work(fails):
    say("on the loop", asyncio.current_task() is not None)
    await asyncio.sleep(0)
    if fails:
        raise Oops("work")
    return "result"


async def main():
    loop = asyncio.get_running_loop()

    def thread():
        say(asyncio.run_coroutine_threadsafe(work(False), loop).result())
        future = asyncio.run_coroutine_threadsafe(work(True), loop)
        say(future.exception())

    await asyncio.to_thread(thread)


asyncio.run(main())
