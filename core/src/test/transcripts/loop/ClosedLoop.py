"""A closed loop takes no more work; closing it again is fine."""
import asyncio
from transcript import attempt, say


def main():
    loop = asyncio.new_event_loop()
    say(loop.is_closed())
    loop.close()
    loop.close()
    say(loop.is_closed())
    say(attempt(lambda: loop.call_soon(say, "never")))
    say(attempt(lambda: loop.call_soon_threadsafe(say, "never")))
    say(attempt(lambda: loop.call_later(1, say, "never")))
    say(attempt(loop.run_forever))


main()
