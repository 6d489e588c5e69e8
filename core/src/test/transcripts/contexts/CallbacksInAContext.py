"""Callbacks that are given a context share it as it is."""
import asyncio
import contextvars
from transcript import say

count = contextvars.ContextVar("count", default=0)


def step(*_):
    count.set(count.get() + 1)
    say(count.get())


async def main():
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()
    future = loop.create_future()
    loop.call_soon(step, context=context)
    loop.call_soon(step, context=context)
    loop.call_later(0.01, step, context=context)
    future.add_done_callback(step, context=context)
    future.set_result(None)
    await asyncio.sleep(0.02)
    say(count.get(), context[count])


asyncio.run(main())
