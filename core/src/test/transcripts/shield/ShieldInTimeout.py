"""The time is up while the task waits behind a shield: the work may be awaited again."""
import asyncio
from transcript import say


async def work():
    await asyncio.sleep(0.05)
    return "result"


async def main():
    inner = asyncio.create_task(work())
    for _ in range(3):
        try:
            async with asyncio.timeout(0.02):
                say(await asyncio.shield(inner))
        except TimeoutError as e:
            say(e, inner.done(), asyncio.current_task().cancelling())


asyncio.run(main())
