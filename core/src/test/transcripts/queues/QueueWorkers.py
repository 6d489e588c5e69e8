"""Workers share what is in a queue until it is all done, and are cancelled then."""
import asyncio
from transcript import say


async def worker(queue, name):
    while True:
        item = await queue.get()
        await asyncio.sleep(item / 1000)
        say(name, "did", item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for item in 30, 10, 15, 40:
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue, name)) for name in "xy"]
    await queue.join()
    say("all done")
    for task in workers:
        task.cancel()
    say(await asyncio.gather(*workers, return_exceptions=True))


asyncio.run(main())
