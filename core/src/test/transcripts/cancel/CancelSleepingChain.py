"""Cancelling the one in the middle of a chain cancels those inside and fails those outside."""
import asyncio
from transcript import say


async def link(name, inner):
    try:
        await inner
    except asyncio.CancelledError as e:
        say(name, e, asyncio.current_task().cancelling())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    c = asyncio.create_task(link("c", future))
    b = asyncio.create_task(link("b", c))
    a = asyncio.create_task(link("a", b))
    await asyncio.sleep(0.01)
    b.cancel("middle")
    await asyncio.wait([a])
    say(a.cancelled(), b.cancelled(), c.cancelled(), future.cancelled())


asyncio.run(main())
