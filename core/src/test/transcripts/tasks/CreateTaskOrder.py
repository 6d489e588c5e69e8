"""Tasks begin in the order they were made, in the next iteration, not in the call that makes them."""
import asyncio
from transcript import say


async def work(name):
    say(name, "begins")
    await asyncio.sleep(0)
    say(name, "ends")
    return name


async def main():
    tasks = [asyncio.create_task(work(name)) for name in ("a", "b", "c")]
    say("made", [task.done() for task in tasks])
    for task in reversed(tasks):
        say(await task)


asyncio.run(main())
