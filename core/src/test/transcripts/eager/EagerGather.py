# asyncio 3.12: older ones have no eager tasks
"""A gather of works that never suspend is done at once; one that does makes it wait."""
import asyncio
from transcript import Oops, outcome, say


async def work(name, suspends=False, fails=False):
    say(name)
    if suspends:
        await asyncio.sleep(0)
    if fails:
        raise Oops(name)
    return name


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    loop.call_soon(say, "callback")
    say(await asyncio.gather(work("a"), work("b")))
    say(await outcome(asyncio.gather(work("c", fails=True), work("d"))))
    say(await asyncio.gather(work("e"), work("f", suspends=True), work("g")))


asyncio.run(main())
