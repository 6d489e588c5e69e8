"""A future that another thread completes, wrapped: the loop waits for it, and tasks run meanwhile."""
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from transcript import Oops, outcome, say


async def main():
    go_on = threading.Event()

    def work(fails):
        go_on.wait()
        if fails:
            raise Oops("thread")
        return "result"

    with ThreadPoolExecutor(1) as executor:
        done = asyncio.wrap_future(executor.submit(work, False))
        failed = asyncio.wrap_future(executor.submit(work, True))
        await asyncio.sleep(0)
        say(done.done(), failed.done())
        go_on.set()
        say(await done, await outcome(failed))


asyncio.run(main())
