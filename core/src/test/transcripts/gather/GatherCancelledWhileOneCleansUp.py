"""The first child that ends by the broadcast ends the gather; one that cleans up longer goes on."""
import asyncio
from transcript import outcome, say


async def slow():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.02)
        say("slow is clean")


async def work():
    try:
        await asyncio.gather(slow(), asyncio.sleep(3600))
    finally:
        say("gather is over")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    say(await outcome(task))
    await asyncio.sleep(0.05)


asyncio.run(main())
