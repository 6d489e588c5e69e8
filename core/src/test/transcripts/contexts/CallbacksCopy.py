"""A callback runs in a copy of the context it was registered in; what it sets, nobody else sees."""
import asyncio
import contextvars
from transcript import say

user = contextvars.ContextVar("user", default="nobody")


def callback(name):
    say(name, user.get())
    user.set(name)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    user.set("first")
    loop.call_soon(callback, "call_soon")
    loop.call_later(0.01, callback, "call_later")
    future.add_done_callback(lambda _: callback("done"))
    user.set("second")
    loop.call_soon(callback, "call_soon again")
    future.add_done_callback(lambda _: callback("done again"))
    future.set_result(None)
    await asyncio.sleep(0.02)
    say(user.get())


asyncio.run(main())
