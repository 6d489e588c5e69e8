"""Cancelling the wait for a thread's work ends the wait at once, but not the work."""
import asyncio
import threading
from transcript import outcome, say


async def main():
    begun, go_on = threading.Event(), threading.Event()

    def work():
        begun.set()
        go_on.wait()
        say("the work ends")

    task = asyncio.create_task(asyncio.to_thread(work))
    await asyncio.to_thread(begun.wait)
    task.cancel("enough")
    say(await outcome(task))
    go_on.set()


asyncio.run(main())
