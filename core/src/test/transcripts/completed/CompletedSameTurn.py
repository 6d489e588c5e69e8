"""Those that end in one turn are taken in the order in which they ended; those done before, first."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    futures = {name: loop.create_future() for name in "abcd"}
    futures["b"].set_result("b")
    completed = asyncio.as_completed(futures.values())

    def finish():
        for name in "dac":
            futures[name].set_result(name)

    loop.call_later(0.01, finish)
    for awaitable in completed:
        say(await awaitable)


asyncio.run(main())
