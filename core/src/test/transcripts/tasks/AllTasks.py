"""all_tasks has the tasks that are not done, those that have not begun included."""
import asyncio
from transcript import say


def names():
    return sorted(task.get_name() for task in asyncio.all_tasks())


async def main():
    asyncio.current_task().set_name("main")
    asyncio.create_task(asyncio.sleep(0), name="short")
    long = asyncio.create_task(asyncio.sleep(3600), name="long")
    say(names())
    await asyncio.sleep(0.01)
    say(names())
    long.cancel()
    say(names())
    await asyncio.sleep(0.01)
    say(names())


asyncio.run(main())
