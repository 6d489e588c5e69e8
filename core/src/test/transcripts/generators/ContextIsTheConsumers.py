"""A context variable that a body sets is set in its consumer."""
import asyncio
import contextvars
from transcript import say


variable = contextvars.ContextVar("variable", default="unset")


async def numbers():
    yield variable.get()
    variable.set("by the body")
    await asyncio.sleep(0)
    yield variable.get()
    yield variable.get()


async def main():
    generator = numbers()
    variable.set("by the consumer")
    say(await anext(generator))
    say(await anext(generator), variable.get())

    async def take():
        variable.set("by another task")
        return await anext(generator)

    say(await asyncio.create_task(take()), variable.get())
    await generator.aclose()


asyncio.run(main())
