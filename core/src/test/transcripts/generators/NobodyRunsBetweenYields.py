"""A generator that does not await lets no other task run."""
import asyncio
from transcript import say


async def numbers():
    for i in range(3):
        yield i


async def other():
    say("other")


async def main():
    task = asyncio.create_task(other())
    asyncio.get_running_loop().call_soon(say, "callback")
    async for i in numbers():
        say(i)
    say("loop is over")
    await task
    await asyncio.sleep(0)


asyncio.run(main())
