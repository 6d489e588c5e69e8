"""A cancel of the consumer is raised in the body, and ends both."""
import asyncio
from transcript import outcome, say


async def stuck():
    try:
        yield 1
        await asyncio.sleep(100)
        yield 2
    except asyncio.CancelledError as e:
        say("body", e)
        raise
    finally:
        say("finally")


async def consume(generator):
    async for i in generator:
        say(i)


async def main():
    generator = stuck()
    task = asyncio.create_task(consume(generator))
    await asyncio.sleep(1)
    task.cancel("enough")
    say(await outcome(task), task.cancelled())
    say(isinstance(await outcome(anext(generator)), StopAsyncIteration))


asyncio.run(main())
