"""The one who waits for the next is cancelled: the works go on, and others may take them."""
import asyncio
from transcript import outcome, say


async def work(name, time):
    await asyncio.sleep(time)
    say(name, "ends")
    return name


async def take(completed):
    return await next(completed)


async def main():
    tasks = [asyncio.create_task(work("a", 0.02)), asyncio.create_task(work("b", 0.03))]
    completed = iter(asyncio.as_completed(tasks))
    taking = asyncio.create_task(take(completed))
    await asyncio.sleep(0.01)
    taking.cancel("enough")
    say(await outcome(taking), [task.done() for task in tasks])
    say(await take(completed))
    say(await asyncio.gather(*tasks))


asyncio.run(main())
