"""Without any time, a future that is done gives its result or its error."""
import asyncio
from transcript import Oops, outcome, say


async def main():
    loop = asyncio.get_running_loop()
    for timeout in (0, -1):
        good = loop.create_future()
        good.set_result("result")
        bad = loop.create_future()
        bad.set_exception(Oops("f"))
        say(await asyncio.wait_for(good, timeout), await outcome(asyncio.wait_for(bad, timeout)))


asyncio.run(main())
