# asyncio 3.12: older ones do not tell the context of a task
"""Tasks that are given one context see what the others set there; it is no copy."""
import asyncio
import contextvars
from transcript import say

count = contextvars.ContextVar("count", default=0)


async def work(name):
    for _ in range(2):
        count.set(count.get() + 1)
        say(name, count.get())
        await asyncio.sleep(0)


async def main():
    context = contextvars.copy_context()
    a = asyncio.create_task(work("a"), context=context)
    b = asyncio.create_task(work("b"), context=context)
    c = asyncio.create_task(work("c"))
    await asyncio.gather(a, b, c)
    say(count.get(), context[count])
    say(a.get_context() is context, c.get_context() is context)


asyncio.run(main())
