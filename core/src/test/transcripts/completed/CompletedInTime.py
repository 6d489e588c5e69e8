"""A limit that is not reached does nothing, and its timer is taken back."""
import asyncio
from transcript import outcome, say


async def main():
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(asyncio.sleep(time, time)) for time in (0.02, 0.01)]
    for awaitable in asyncio.as_completed(tasks, timeout=1):
        say(await outcome(awaitable) in (0.01, 0.02))
    say(round(loop.time() * 1000))


asyncio.run(main())
say("end")
