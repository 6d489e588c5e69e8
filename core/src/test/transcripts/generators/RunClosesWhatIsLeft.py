"""What is left at the end of a run is closed after the tasks are cancelled."""
import asyncio
from transcript import say


kept = []


async def numbers():
    try:
        yield 1
    finally:
        await asyncio.sleep(1)
        say("generator is closed")


async def other():
    try:
        await asyncio.sleep(100)
    finally:
        say("task ends")


async def main():
    kept.append(numbers())
    kept.append(asyncio.create_task(other()))
    await anext(kept[0])
    await asyncio.sleep(0)
    say("main ends")


asyncio.run(main())
