"""Waiting for the first leaves the others alone."""
import asyncio
from transcript import say


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    pending = {asyncio.create_task(asyncio.sleep(n / 100), name=f"t{n}") for n in (3, 1, 2)}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        say(names(done), names(pending))


asyncio.run(main())
