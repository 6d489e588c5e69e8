"""Of two cancels before the first step the later one gives the message."""
import asyncio
from transcript import outcome, say


async def main():
    task = asyncio.create_task(asyncio.sleep(1))
    say(task.cancel("one"), task.cancel("two"), task.cancelling())
    say(await outcome(task))


asyncio.run(main())
