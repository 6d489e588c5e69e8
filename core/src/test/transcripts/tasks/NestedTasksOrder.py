"""Tasks made by tasks begin after all that were ready before them."""
import asyncio
from transcript import say


async def child(name):
    say("child", name)


async def parent(name):
    say("parent", name)
    children = [asyncio.create_task(child(name + str(i))) for i in range(2)]
    await asyncio.sleep(0)
    say("parent", name, [task.done() for task in children])


async def main():
    await asyncio.gather(parent("a"), parent("b"))


asyncio.run(main())
