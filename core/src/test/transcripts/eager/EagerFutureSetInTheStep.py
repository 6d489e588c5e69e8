# asyncio 3.12: older ones have no eager tasks
"""An eager step wakes others, and awaits what its creator sets later."""
import asyncio
from transcript import say


async def waits(future):
    say("waits")
    say("got", await future)


async def sets(future):
    future.set_result("value")
    say("set")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    first, second = loop.create_future(), loop.create_future()
    one = asyncio.create_task(waits(first))
    asyncio.create_task(sets(first))
    asyncio.create_task(sets(second))
    two = asyncio.create_task(waits(second))
    say(one.done(), two.done())
    await one
    say("end")


asyncio.run(main())
