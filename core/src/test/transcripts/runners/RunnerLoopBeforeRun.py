"""What is queued on a runner's loop before a run comes before its main function."""
import asyncio
from transcript import say


async def work():
    say("main")


def main():
    with asyncio.Runner() as runner:
        runner.get_loop().call_soon(say, "queued")
        runner.run(work())


main()
