# asyncio 3.13: older ones have no asynchronous iteration
"""The time is up: asynchronous iteration throws, for each that is left when it goes on."""
import asyncio
from transcript import outcome, say


async def main():
    times = {"a": 0.01, "b": 0.03, "c": 0.04}
    tasks = [asyncio.create_task(asyncio.sleep(time, name)) for name, time in times.items()]
    completed = aiter(asyncio.as_completed(tasks, timeout=0.02))
    say((await anext(completed)).result())
    say(await outcome(anext(completed)))
    say(await outcome(anext(completed)))
    say([task.done() for task in tasks])
    say(await asyncio.gather(*tasks))


asyncio.run(main())
