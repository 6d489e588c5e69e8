"""Work that ends in time gives its result, or its error; awaiting what is done takes no turn."""
import asyncio
from transcript import Oops, outcome, say


async def work(fails):
    await asyncio.sleep(0.01)
    if fails:
        raise Oops("f")
    return "result"


async def main():
    say(await asyncio.wait_for(work(False), 0.05))
    say(await outcome(asyncio.wait_for(work(True), 0.05)))
    done = asyncio.get_running_loop().create_future()
    done.set_result("done")
    say(await asyncio.wait_for(done, 0.05), asyncio.current_task().cancelling())


asyncio.run(main())
