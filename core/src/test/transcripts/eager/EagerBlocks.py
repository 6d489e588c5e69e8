# asyncio 3.12: older ones have no eager tasks
"""A task takes its first step at once, up to where it suspends, and goes on as others do."""
import asyncio
from transcript import say


async def work(name):
    say(name, "begins")
    await asyncio.sleep(0)
    say(name, "goes on")
    await asyncio.sleep(0)
    say(name, "ends")
    return name


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    a = asyncio.create_task(work("a"))
    say("made a", a.done())
    b = asyncio.create_task(work("b"))
    say("made b", b.done())
    await asyncio.sleep(0)
    say("main")
    say(await a, await b)


asyncio.run(main())
