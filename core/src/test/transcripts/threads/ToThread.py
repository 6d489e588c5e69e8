"""Blocking work on another thread gives its result or its very error; no loop runs there."""
import asyncio
import threading
from transcript import Oops, attempt, outcome, say


error = Oops("thread")


def work(loop_thread, fails):
    say(threading.current_thread() is loop_thread, attempt(asyncio.get_running_loop))
    if fails:
        raise error
    return "result"


async def main():
    me = threading.current_thread()
    say(await asyncio.to_thread(work, me, False))
    e = await outcome(asyncio.to_thread(work, me, True))
    say(e, e is error)


asyncio.run(main())
