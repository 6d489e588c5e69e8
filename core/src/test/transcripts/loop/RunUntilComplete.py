"""run_until_complete takes work or a future, gives its result or error, and may be called again."""
import asyncio
from transcript import Oops, attempt, say


async def work(fails):
    await asyncio.sleep(0.01)
    if fails:
        raise Oops("f")
    return "result"


def main():
    loop = asyncio.new_event_loop()
    say(loop.run_until_complete(work(False)))
    say(attempt(lambda: loop.run_until_complete(work(True))))
    future = loop.create_future()
    loop.call_later(0.01, future.set_result, "future")
    say(loop.run_until_complete(future), loop.run_until_complete(future))
    loop.close()


main()
