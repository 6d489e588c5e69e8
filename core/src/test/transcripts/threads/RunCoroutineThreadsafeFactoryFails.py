"""A task factory that fails: the thread that wanted the task gets the error."""
import asyncio
from transcript import Oops, say


async def work():
    say("never")


def factory(loop, coroutine, **options):
    coroutine.close()
    raise Oops("factory")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: None)

    def thread():
        loop.call_soon_threadsafe(loop.set_task_factory, factory)
        say(asyncio.run_coroutine_threadsafe(work(), loop).exception())

    await asyncio.to_thread(thread)
    loop.set_task_factory(None)


asyncio.run(main())
