"""A callback cannot have a limit."""
import asyncio
from transcript import say


async def use():
    async with asyncio.timeout(1):
        say("never")


def callback():
    try:
        use().send(None)
    except RuntimeError as e:
        say(e)


async def main():
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0)
    say("end")


asyncio.run(main())
