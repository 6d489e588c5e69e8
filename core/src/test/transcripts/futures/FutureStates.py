"""A future is pending, finished, failed or cancelled; what does not fit its state is refused."""
import asyncio
from transcript import Oops, attempt, say


def describe(name, future):
    say(name, future.done(), future.cancelled(), attempt(future.result), attempt(future.exception))
    say(attempt(lambda: future.set_result("late")))
    say(attempt(lambda: future.set_exception(Oops("late"))))
    say(future.cancel())


async def main():
    loop = asyncio.get_running_loop()
    pending, finished, failed, cancelled = [loop.create_future() for _ in range(4)]
    say(pending.done(), pending.cancelled(), attempt(pending.result), attempt(pending.exception))
    finished.set_result("value")
    describe("finished", finished)
    failed.set_exception(Oops("error"))
    describe("failed", failed)
    say(cancelled.cancel())
    describe("cancelled", cancelled)


asyncio.run(main())
