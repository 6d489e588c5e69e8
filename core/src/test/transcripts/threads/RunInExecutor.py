"""Work for an executor of one thread is done in order; what is cancelled before it begins is not done."""
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    go_on = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        first = loop.run_in_executor(executor, go_on.wait)
        second = loop.run_in_executor(executor, say, "never")
        third = loop.run_in_executor(executor, lambda: "third")
        say(second.cancel(), second.cancelled())
        await asyncio.sleep(0)  # the executor hears of it in the next turn
        await asyncio.sleep(0)
        go_on.set()
        await first
        say(await third)


asyncio.run(main())
