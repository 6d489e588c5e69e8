# asyncio 3.12: older ones have no eager tasks
"""What an eager task sets in its first step, its creator does not see."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


async def work(name, suspends):
    say(name, user.get())
    user.set(name)
    if suspends:
        await asyncio.sleep(0)
    say(name, user.get())


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    user.set("main")
    asyncio.create_task(work("a", False))
    say(user.get())
    task = asyncio.create_task(work("b", True))
    say(user.get())
    user.set("changed")
    await task
    say(user.get())
    given = contextvars.copy_context()
    asyncio.create_task(work("c", False), context=given)
    say(user.get(), given[user])


asyncio.run(main())
