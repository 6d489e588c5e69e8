"""Where no loop runs there is none to get, and no task can be made."""
import asyncio
from transcript import attempt, say


def main():
    say(attempt(asyncio.get_running_loop))
    coroutine = asyncio.sleep(0)
    say(attempt(lambda: asyncio.create_task(coroutine)))
    coroutine.close()


main()
