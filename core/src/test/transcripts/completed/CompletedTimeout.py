"""When the time is up those that are left throw, and nothing is cancelled."""
import asyncio
from transcript import outcome, say


async def work(name, time):
    await asyncio.sleep(time)
    return name


async def main():
    times = {"a": 0.01, "b": 0.03, "c": 0.04}
    tasks = [asyncio.create_task(work(name, time)) for name, time in times.items()]
    for awaitable in asyncio.as_completed(tasks, timeout=0.02):
        say(await outcome(awaitable))
    say([task.done() for task in tasks], [task.cancelling() for task in tasks])
    say(await asyncio.gather(*tasks))


asyncio.run(main())
