"""An error that nobody asks for is reported; asking for it in any way, or cancelling, is hearing it."""
import asyncio
from transcript import Oops, attempt, outcome, say


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say("told", context["exception"]))

    def failed(message):
        future = loop.create_future()
        future.set_exception(Oops(message))
        return future

    say(attempt(failed("result").result))
    say(failed("exception").exception())
    say(await outcome(failed("await")))
    say(failed("cancel").cancel())
    failed("nobody")


asyncio.run(main())
