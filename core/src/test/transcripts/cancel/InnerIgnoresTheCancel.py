"""If the awaited task catches the cancel and returns, the awaiting one goes on with the value."""
import asyncio
from transcript import say


async def inner():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("inner", e)
        return "value"


async def outer():
    value = await asyncio.create_task(inner())
    say("outer", value, asyncio.current_task().cancelling())
    await asyncio.sleep(0.01)
    return "end"


async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0.01)
    task.cancel("please")
    say(await task, task.cancelled())


asyncio.run(main())
