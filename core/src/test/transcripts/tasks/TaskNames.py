"""A task has the name it was given, or Task- and a number, no two the same."""
import asyncio
from transcript import say


async def work():
    say("in", asyncio.current_task().get_name())


async def main():
    named = asyncio.create_task(work(), name="worker")
    a = asyncio.create_task(asyncio.sleep(0))
    b = asyncio.create_task(asyncio.sleep(0))
    say(named.get_name(), a.get_name().startswith("Task-"), a.get_name() != b.get_name())
    await named
    say(named.get_name())


asyncio.run(main())
