"""A future may be awaited again and again; a failed one raises the same object each time."""
import asyncio
from transcript import Oops, outcome, say


async def main():
    good = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(good.set_result, "value")
    say(await good, await good)
    error = Oops("error")
    bad = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(bad.set_exception, error)
    for _ in range(3):
        e = await outcome(bad)
        say(e, e is error)


asyncio.run(main())
