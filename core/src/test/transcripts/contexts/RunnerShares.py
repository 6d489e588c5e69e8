"""The runs of a runner share a context, a copy of its maker's; one that is given is used instead."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


async def work(name):
    say(name, user.get())
    user.set(name)


def main():
    user.set("outside")
    given = contextvars.copy_context()
    with asyncio.Runner() as runner:
        runner.run(work("first"))
        user.set("changed")
        runner.run(work("second"))
        runner.run(work("given"), context=given)
        runner.run(work("third"))
    say(user.get(), given[user])
    asyncio.run(work("another run"))
    say(user.get())


main()
