"""The tasks of a group have names, and contexts, as others have."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


async def work():
    say(asyncio.current_task().get_name(), user.get())
    user.set("changed")


async def main():
    user.set("main")
    given = contextvars.copy_context()
    given.run(user.set, "given")
    async with asyncio.TaskGroup() as group:
        group.create_task(work(), name="named")
        await asyncio.sleep(0)
        group.create_task(work(), name="in a context", context=given)
        unnamed = group.create_task(asyncio.sleep(0))
    say(unnamed.get_name().startswith("Task-"), user.get(), given[user])


asyncio.run(main())
