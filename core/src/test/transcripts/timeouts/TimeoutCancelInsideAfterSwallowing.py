"""A cancel from elsewhere, swallowed before the block, is not taken for the block's own."""
import asyncio
from transcript import outcome, say


async def work():
    say(await outcome(asyncio.sleep(3600)))
    me = asyncio.current_task()
    say(me.cancelling())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(3600)
    except TimeoutError as e:
        say(e, me.cancelling())
    async with asyncio.timeout(1):
        me.cancel("self")
        await asyncio.sleep(3600)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel("first")
    say(await outcome(task), task.cancelling())


asyncio.run(main())
