# asyncio 3.15: older ones cannot cancel a group
"""An eager task cancels its group in its first step: that goes for the task itself as well."""
import asyncio
from transcript import outcome, say


async def work(group):
    group.cancel()
    say("goes on")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("the task", e)
        raise


async def block():
    async with asyncio.TaskGroup() as group:
        group.create_task(work(group))
        say("made")
        await asyncio.sleep(3600)
        say("never")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
