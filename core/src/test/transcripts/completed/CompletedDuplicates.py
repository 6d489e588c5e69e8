"""What is in the list twice is taken once."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    a, b = loop.create_future(), loop.create_future()
    coroutine = asyncio.sleep(0.03, "coroutine")
    loop.call_later(0.02, a.set_result, "a")
    loop.call_later(0.01, b.set_result, "b")
    for awaitable in asyncio.as_completed([a, coroutine, b, a, coroutine, b]):
        say(await awaitable)


asyncio.run(main())
