# asyncio 3.14: older ones do not let a call choose
"""A call chooses how its task begins, whatever the factory."""
import asyncio
from transcript import say


async def work(name):
    say(name)


async def main():
    eager = asyncio.create_task(work("eager by call"), eager_start=True)
    say(eager.done())
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    lazy = asyncio.create_task(work("lazy by call"), eager_start=False)
    say(lazy.done())
    eager = asyncio.create_task(work("eager by factory"))
    say(eager.done())
    await lazy


asyncio.run(main())
