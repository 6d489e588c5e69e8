"""The limit strikes, and a task of the group inside answers with an error: that is what comes out."""
import asyncio
from transcript import Oops, outcome, say


async def answer(error):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        raise error


async def block():
    async with asyncio.timeout(0.01):
        async with asyncio.TaskGroup() as group:
            group.create_task(answer(Oops("child")))
            await answer(TimeoutError())


async def main():
    say(await outcome(block()), asyncio.current_task().cancelling())


asyncio.run(main())
