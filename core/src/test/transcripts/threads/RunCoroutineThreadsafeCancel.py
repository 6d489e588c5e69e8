"""A thread that cancels the future of what it had begun on the loop cancels the task there."""
import asyncio
from transcript import say


async def main():
    loop = asyncio.get_running_loop()
    begun = loop.create_future()
    ended = loop.create_future()

    async def work():
        begun.set_result(None)
        try:
            await ended
        finally:
            say("work ends", ended.cancelled())

    def thread(future):
        return [future.cancel(), future.cancelled()]

    future = await asyncio.to_thread(asyncio.run_coroutine_threadsafe, work(), loop)
    await begun
    answers = await asyncio.to_thread(thread, future)
    await asyncio.wait([ended])
    await asyncio.sleep(0)
    say(answers)


asyncio.run(main())
