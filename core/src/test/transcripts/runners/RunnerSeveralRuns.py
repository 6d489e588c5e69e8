"""The runs of a runner share a loop, and a task left by one goes on in the next."""
import asyncio
from transcript import say


async def count():
    for i in range(4):
        say("count", i)
        await asyncio.sleep(0.01)


async def first():
    asyncio.current_task().set_name("first")
    task = asyncio.create_task(count())
    await asyncio.sleep(0.015)
    return task


async def second(task):
    say("second", task.done())
    await task
    return asyncio.get_running_loop()


def main():
    with asyncio.Runner() as runner:
        task = runner.run(first())
        say("between", runner.get_loop().is_running(), task.done())
        say(runner.run(second(task)) is runner.get_loop())
    say(task.done(), task.cancelled())


main()
