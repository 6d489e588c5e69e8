"""Without the lock nobody waits or notifies; a predicate that fails leaves the lock."""
import asyncio
from transcript import Oops, attempt, outcome, say


def fail():
    raise Oops("asked")


async def main():
    condition = asyncio.Condition()
    say(await outcome(condition.wait()))
    say(attempt(condition.notify))
    say(attempt(lambda: condition.notify(0)))
    say(attempt(condition.notify_all))
    say(await outcome(condition.wait_for(lambda: False)))
    say(attempt(condition.release))
    await condition.acquire()
    say(await outcome(condition.wait_for(fail)), condition.locked())
    say(attempt(condition.release), condition.locked())


asyncio.run(main())
