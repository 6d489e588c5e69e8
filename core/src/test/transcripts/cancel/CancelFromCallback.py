"""A callback may cancel a task; a cancel from a task hits before the next turn too."""
import asyncio
from transcript import outcome, say


async def main():
    task = asyncio.create_task(asyncio.sleep(3600))
    asyncio.get_running_loop().call_later(0.01, task.cancel, "callback")
    say(await outcome(task))
    victim = asyncio.create_task(asyncio.sleep(3600))
    asyncio.create_task(asyncio.sleep(0)).add_done_callback(lambda _: victim.cancel("end"))
    say(await outcome(victim))


asyncio.run(main())
