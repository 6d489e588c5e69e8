"""Who is cancelled before the event is set, in the same turn too, is cancelled."""
import asyncio
from transcript import outcome, say


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
    a, b, c = [wait(event, name) for name in "abc"]
    await ticks(1)
    b.cancel("early")
    await ticks(2)
    a.cancel("just before")
    event.set()
    await ticks(2)
    say([await outcome(task) for task in (a, b, c)])
    d = wait(event, "d")
    d.cancel("before it begins")
    say(await outcome(d))


asyncio.run(main())
