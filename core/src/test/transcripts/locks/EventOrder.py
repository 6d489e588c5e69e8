"""All who wait go on in the next turn, in the order of coming; who comes later does not wait."""
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
    tasks = [wait(event, name) for name in "abc"]
    await ticks(1)
    event.set()
    event.set()
    tasks.append(wait(event, "d"))
    say(event.is_set())
    await event.wait()
    say("main")
    await ticks(2)
    event.clear()
    tasks.append(wait(event, "e"))
    await ticks(2)
    event.set()
    await ticks(2)
    await asyncio.gather(*tasks)


asyncio.run(main())
