"""A shutdown closes all at once and tells the handler of errors."""
import asyncio
from transcript import Oops, outcome, say


closed = []


async def numbers(name, fails):
    try:
        yield 1
    finally:
        closed.append(name + " 1")
        await asyncio.sleep(1)
        closed.append(name + " 2")
        if fails:
            raise Oops(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say("handler:", context["exception"]))
    generators = [numbers("a", False), numbers("b", True), numbers("c", False)]
    for generator in generators:
        await anext(generator)
    await loop.shutdown_asyncgens()
    say(sorted(closed[:3]), sorted(closed[3:]))
    for generator in generators:
        say(isinstance(await outcome(anext(generator)), StopAsyncIteration))


asyncio.run(main())
