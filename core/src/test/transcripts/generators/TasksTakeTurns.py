"""Tasks can take turns with one generator; its body runs in each of them."""
import asyncio
from transcript import say


async def names():
    while True:
        await asyncio.sleep(0)
        yield asyncio.current_task().get_name()


async def main():
    generator = names()

    async def take():
        return await anext(generator)

    for name in ("a", "b", "c"):
        say(await asyncio.create_task(take(), name=name))
    await generator.aclose()


asyncio.run(main())
