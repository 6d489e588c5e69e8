"""run_forever runs until stop; what is queued by then runs when the loop runs again."""
import asyncio
from transcript import say


def main():
    loop = asyncio.new_event_loop()
    loop.call_soon(say, "one")
    loop.call_soon(loop.stop)
    loop.call_soon(say, "same turn")
    loop.call_soon(lambda: loop.call_soon(say, "next run"))
    loop.run_forever()
    say("stopped", loop.is_running())
    loop.call_later(0.01, loop.stop)
    loop.run_forever()
    loop.close()
    say(loop.is_closed())


main()
