"""A task cannot await a future of another loop."""
import asyncio
from transcript import attempt, outcome, say


async def wait_for_foreign(future):
    say(await outcome(future))


def main():
    one, two = asyncio.new_event_loop(), asyncio.new_event_loop()
    future = one.create_future()
    two.run_until_complete(wait_for_foreign(future))
    say(attempt(lambda: two.run_until_complete(future)) is not None)
    one.close()
    two.close()


main()
