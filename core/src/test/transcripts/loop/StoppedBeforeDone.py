"""A loop that is stopped before the work is done is an error; the work may go on later."""
import asyncio
from transcript import attempt, say


async def work():
    await asyncio.sleep(0.05)
    return "done"


def main():
    loop = asyncio.new_event_loop()
    task = loop.create_task(work())
    loop.call_later(0.01, loop.stop)
    say(attempt(lambda: loop.run_until_complete(task)), task.done())
    say(loop.run_until_complete(task))
    loop.close()


main()
