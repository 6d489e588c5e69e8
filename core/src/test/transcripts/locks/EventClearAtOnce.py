"""A clear right after set does not put those to sleep again that were woken."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def waiter(event, name):
    try:
        await event.wait()
        say(name, "goes on", event.is_set())
    except asyncio.CancelledError as e:
        say(name, e)
        raise


def wait(event, name):
    return asyncio.create_task(waiter(event, name))


async def main():
    event = asyncio.Event()
    a, b = wait(event, "a"), wait(event, "b")
    await ticks(1)
    event.set()
    event.clear()
    c = wait(event, "c")
    await ticks(3)
    event.set()
    event.clear()
    event.set()
    d = wait(event, "d")
    await ticks(3)
    await asyncio.gather(a, b, c, d)


asyncio.run(main())
