"""A closed runner is of no use any more; closing it again, or unused, is fine."""
import asyncio
from transcript import attempt, say


async def work():
    return "ran"


def main():
    runner = asyncio.Runner()
    say(runner.run(work()))
    loop = runner.get_loop()
    runner.close()
    runner.close()
    say(loop.is_closed())
    coroutine = work()
    say(attempt(lambda: runner.run(coroutine)), attempt(runner.get_loop))
    coroutine.close()
    unused = asyncio.Runner()
    unused.close()
    say("end")


main()
