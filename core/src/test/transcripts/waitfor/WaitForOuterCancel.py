# asyncio 3.12: older ones lose the message
"""Cancelling the one who waits cancels the work, waits for it, and is no timeout."""
import asyncio
from transcript import outcome, say


async def inner():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as e:
        say("inner", e)
        await asyncio.sleep(0.01)
        say("inner is clean")
        raise


async def outer():
    await asyncio.wait_for(asyncio.create_task(inner()), 1)


async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0.01)
    task.cancel("outer")
    say(await outcome(task), task.cancelled(), task.cancelling())


asyncio.run(main())
