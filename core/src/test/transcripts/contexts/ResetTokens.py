"""A token undoes a set: once, of its variable, in its context."""
import asyncio
import contextvars
from transcript import attempt, say

user = contextvars.ContextVar("user")
other = contextvars.ContextVar("other", default="default")


async def work(token):
    say("in a task", attempt(lambda: user.reset(token)))


async def main():
    say(attempt(user.get), user.get("otherwise"), other.get(), other.get("otherwise"))
    first = user.set("a")
    second = user.set("b")
    say(attempt(lambda: other.reset(second)))
    await asyncio.create_task(work(second))
    user.reset(second)
    say(user.get(), second.old_value)
    say(attempt(lambda: user.reset(second)))
    user.reset(first)
    say(attempt(user.get), first.old_value is contextvars.Token.MISSING)
    out_of_order, _ = user.set("c"), user.set("d")
    user.reset(out_of_order)
    say(attempt(user.get))


asyncio.run(main())
