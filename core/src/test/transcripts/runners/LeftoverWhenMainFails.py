"""Left tasks are cancelled also when main fails; its error comes out."""
import asyncio
from transcript import Oops, attempt, say


async def left():
    try:
        await asyncio.sleep(3600)
    finally:
        say("left ends")


async def work():
    task = asyncio.create_task(left())
    await asyncio.sleep(0)
    raise Oops("main")


def main():
    say(attempt(lambda: asyncio.run(work())))


main()
