"""After an end in time the limit strikes nobody."""
import asyncio
from transcript import say


async def main():
    for i in range(3):
        await asyncio.wait_for(asyncio.sleep(0.01), 0.02)
        say(i)
    await asyncio.sleep(0.1)
    say("end", asyncio.current_task().cancelling())


asyncio.run(main())
