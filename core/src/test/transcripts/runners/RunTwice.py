"""Each run has a loop of its own, closed at the end."""
import asyncio
from transcript import say


async def work():
    return asyncio.get_running_loop()


def main():
    first = asyncio.run(work())
    second = asyncio.run(work())
    say(first is second, first.is_closed(), second.is_closed(), first.is_running())


main()
