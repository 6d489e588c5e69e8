"""A pending cancel does not come out of an await that does not suspend."""
import asyncio
from transcript import outcome, say


async def work(done):
    asyncio.current_task().cancel("later")
    say(await done)
    say(await outcome(asyncio.sleep(0)))
    say(await outcome(asyncio.sleep(0)))


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result("value")
    await asyncio.create_task(work(done))


asyncio.run(main())
