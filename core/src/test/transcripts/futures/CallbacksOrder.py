"""Callbacks run soon, in the order they were added; one added to a done future runs soon too."""
import asyncio
from transcript import say


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda f: say("first", f.result()))
    future.add_done_callback(lambda f: say("second", f.result()))
    future.set_result(7)
    say("set")
    future.add_done_callback(lambda f: say("late", f.result()))
    say("added")
    await asyncio.sleep(0)
    say("end")


asyncio.run(main())
