# asyncio 3.12: older ones make a task for the work
"""The work runs in the task that waits, at once."""
import asyncio
from transcript import say


async def work(me):
    say("works", asyncio.current_task() is me)


async def main():
    asyncio.get_running_loop().call_soon(say, "callback")
    await asyncio.wait_for(work(asyncio.current_task()), 1)
    say("waited")
    await asyncio.sleep(0)


asyncio.run(main())
