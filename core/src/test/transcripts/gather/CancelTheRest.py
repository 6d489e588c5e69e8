"""The recipe: when one fails, cancel the others and wait for their end."""
import asyncio
from transcript import Oops, say


async def work(name, delay):
    try:
        await asyncio.sleep(delay)
        raise Oops(name)
    finally:
        say(name, "cleans up")


async def main():
    tasks = [asyncio.create_task(work(name, 0.01 * (i + 1))) for i, name in enumerate("abc")]
    try:
        await asyncio.gather(*tasks)
    except Oops as e:
        say("failed", e)
        say([task.cancel() for task in tasks])
    await asyncio.wait(tasks)
    say([task.cancelled() for task in tasks])


asyncio.run(main())
