"""The message of a cancel comes with the error."""
import asyncio
from transcript import outcome, say


async def main():
    future = asyncio.get_running_loop().create_future()
    future.cancel("because")
    say(await outcome(future))
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.cancel, "later")
    say(await outcome(future))


asyncio.run(main())
