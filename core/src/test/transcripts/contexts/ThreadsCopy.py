"""Work on a thread by to_thread has a copy of the values."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


def work():
    seen = user.get()
    user.set("thread")
    return seen


def look():
    return user.get()


async def main():
    user.set("main")
    say(await asyncio.to_thread(work))
    say(await asyncio.to_thread(look))
    say(user.get())


asyncio.run(main())
