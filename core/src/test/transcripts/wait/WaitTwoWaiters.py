"""Two tasks may wait for the same futures, each in its own way."""
import asyncio
from transcript import say


async def first(tasks):
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    say("first", len(done), len(pending))


async def all_of(tasks):
    done, pending = await asyncio.wait(tasks)
    say("all", len(done), len(pending))


async def main():
    tasks = [asyncio.create_task(asyncio.sleep(delay)) for delay in (0.01, 0.03)]
    await asyncio.gather(all_of(tasks), first(tasks))


asyncio.run(main())
