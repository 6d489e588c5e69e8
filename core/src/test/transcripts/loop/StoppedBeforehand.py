"""A loop stopped before it runs runs one turn."""
import asyncio
from transcript import say


def main():
    loop = asyncio.new_event_loop()
    loop.call_soon(lambda: (say("turn 1"), loop.call_soon(say, "turn 2")))
    loop.stop()
    loop.run_forever()
    say("between")
    loop.stop()
    loop.run_forever()
    loop.close()


main()
