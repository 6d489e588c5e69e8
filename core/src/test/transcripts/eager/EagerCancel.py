# asyncio 3.12: older ones have no eager tasks
"""A cancel of an eager task: without effect if it is done, and else as always."""
import asyncio
from transcript import outcome, say


async def work(suspends):
    try:
        if suspends:
            await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("in the task", e)
        raise
    return "result"


async def cancels_itself():
    asyncio.current_task().cancel("self")
    return "never"


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    done = asyncio.create_task(work(False))
    say(done.cancel(), done.cancelled(), done.result())
    suspended = asyncio.create_task(work(True))
    say(suspended.cancel("enough"), suspended.done())
    say(await outcome(suspended))
    itself = asyncio.create_task(cancels_itself())
    say(await outcome(itself), itself.cancelled())


asyncio.run(main())
