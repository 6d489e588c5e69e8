"""A loop that runs cannot be run or closed; nor can another one be run inside it."""
import asyncio
from transcript import attempt, say


async def main():
    loop = asyncio.get_running_loop()
    other = asyncio.new_event_loop()
    say(loop.is_running(), other.is_running())
    future = loop.create_future()
    foreign = other.create_future()
    say(attempt(lambda: loop.run_until_complete(future)))
    say(attempt(lambda: other.run_until_complete(foreign)))
    say(attempt(loop.close))
    other.close()
    await asyncio.sleep(0)
    say(loop.is_running())


asyncio.run(main())
