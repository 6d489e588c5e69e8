"""Making a coroutine begins nothing; awaiting it runs it in the task that awaits, at once."""
import asyncio
from transcript import say


async def work(task):
    say("works", asyncio.current_task() is task)
    return "done"


async def main():
    coroutine = work(asyncio.current_task())
    asyncio.get_running_loop().call_soon(say, "callback")
    say("made")
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(say, "later")
    say("slept")
    say(await coroutine)
    await asyncio.sleep(0)


asyncio.run(main())
