"""A getter that was woken for nothing and then cancelled."""
import asyncio
from transcript import outcome, say


async def get(queue, name):
    say(name, "got", await outcome(queue.get()))


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    getters = [asyncio.create_task(get(queue, name)) for name in "ab"]
    await turns(1)
    queue.put_nowait(1)
    say("quick", queue.get_nowait())
    await turns(1)
    getters[0].cancel("late")
    queue.put_nowait(2)
    await turns(1)
    say(queue.qsize())


asyncio.run(main())
