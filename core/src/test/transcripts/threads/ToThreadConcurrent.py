"""Work on threads goes on side by side, and the loop's tasks meanwhile."""
import asyncio
import threading
from transcript import say


async def main():
    meeting = threading.Barrier(3)
    released = threading.Event()

    def work():
        meeting.wait()
        released.wait()
        return "met"

    async def release():
        await asyncio.to_thread(meeting.wait)
        say("all there")
        released.set()

    say(await asyncio.gather(asyncio.to_thread(work), asyncio.to_thread(work), release()))


asyncio.run(main())
