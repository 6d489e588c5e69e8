"""Removing a callback removes it as often as it was added, until the future is done."""
import asyncio
from transcript import say


async def main():
    future = asyncio.get_running_loop().create_future()

    def gone(f):
        say("never")

    def stays(f):
        say("stays")

    for callback in (gone, stays, gone):
        future.add_done_callback(callback)
    say(future.remove_done_callback(gone), future.remove_done_callback(gone))
    future.set_result(1)
    say(future.remove_done_callback(stays))
    await asyncio.sleep(0)


asyncio.run(main())
