"""A callback may add another one to its future: it runs in the next turn."""
import asyncio
from transcript import say


async def main():
    future = asyncio.get_running_loop().create_future()

    def second(f):
        say("second", f.result())

    def first(f):
        f.add_done_callback(second)
        say("first", f.result())

    future.add_done_callback(first)
    future.set_result("x")
    for i in range(3):
        await asyncio.sleep(0)
        say("turn", i)


asyncio.run(main())
