"""A future of threads, wrapped, ends as the other does: with a result, an error or a cancel."""
import asyncio
import concurrent.futures
from transcript import Oops, outcome, say

error = Oops("theirs")


async def main():
    for end in (
        lambda future: future.set_result("result"),
        lambda future: future.set_exception(error),
        lambda future: future.cancel(),
    ):
        for before in (True, False):
            theirs = concurrent.futures.Future()
            if before:
                end(theirs)
            ours = asyncio.wrap_future(theirs)
            if not before:
                asyncio.get_running_loop().call_soon(end, theirs)
            e = await outcome(ours)
            say(type(e).__name__ == "CancelledError" or e, e is error, ours.cancelled())


asyncio.run(main())
