"""What a task of a group shields goes on after the group was cancelled."""
import asyncio
from transcript import Oops, outcome, say


async def precious():
    await asyncio.sleep(0.05)
    say("saved")
    return "saved"


async def block(task):
    async with asyncio.TaskGroup() as group:
        async def work():
            await asyncio.shield(task)
            say("never")

        child = group.create_task(work())
        try:
            await asyncio.sleep(0.01)
            raise Oops("body")
        finally:
            asyncio.get_running_loop().call_later(0.01, lambda: say(child.cancelled()))


async def main():
    task = asyncio.create_task(precious())
    say(await outcome(block(task)), task.done())
    say(await task)


asyncio.run(main())
