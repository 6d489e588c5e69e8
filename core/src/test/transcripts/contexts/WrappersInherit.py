"""Tasks made on the way, by wait_for, shield, ensure_future and groups, inherit like others."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


async def work(name):
    say(name, user.get())
    user.set(name)
    await asyncio.sleep(0)
    say(name, user.get())


async def main():
    user.set("main")
    await asyncio.shield(work("shield"))
    say(user.get())
    await asyncio.ensure_future(work("ensure_future"))
    say(user.get())
    async with asyncio.TaskGroup() as group:
        group.create_task(work("group"))
    say(user.get())
    for awaitable in asyncio.as_completed([work("as_completed")]):
        await awaitable
    say(user.get())


asyncio.run(main())
