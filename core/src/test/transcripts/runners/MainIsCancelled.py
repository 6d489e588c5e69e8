"""A main function that is cancelled ends the run with that error."""
import asyncio
from transcript import attempt, say


async def work():
    asyncio.current_task().cancel("main")
    await asyncio.sleep(1)


def main():
    say(attempt(lambda: asyncio.run(work())))


main()
