"""A task begins with its creator's values of that moment; what it sets, its siblings do not see."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


async def work(name):
    say(name, "begins with", user.get())
    user.set(name)
    await asyncio.sleep(0)
    say(name, "goes on with", user.get())


async def main():
    user.set("main")
    a = asyncio.create_task(work("a"))
    user.set("changed")
    b = asyncio.create_task(work("b"))
    await a
    await b
    say(user.get())
    await work("called")
    say(user.get())


asyncio.run(main())
say(user.get())
