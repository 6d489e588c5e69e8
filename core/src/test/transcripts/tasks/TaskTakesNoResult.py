"""Nobody but its work gives a task a result."""
import asyncio
from transcript import Oops, attempt, say


async def main():
    task = asyncio.create_task(asyncio.sleep(0, "own"))
    say(attempt(lambda: task.set_result("foreign")))
    say(attempt(lambda: task.set_exception(Oops("foreign"))))
    say(await task)


asyncio.run(main())
