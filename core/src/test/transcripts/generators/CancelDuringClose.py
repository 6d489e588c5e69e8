"""A cancel during a close is raised in the clean-up."""
import asyncio
from transcript import outcome, say


async def numbers():
    try:
        yield 1
    finally:
        try:
            await asyncio.sleep(100)
        finally:
            say("clean-up ends")


async def main():
    generator = numbers()
    await anext(generator)

    async def close():
        await generator.aclose()

    task = asyncio.create_task(close())
    await asyncio.sleep(1)
    task.cancel("hurry")
    say(await outcome(task))
    say(isinstance(await outcome(anext(generator)), StopAsyncIteration))


asyncio.run(main())
