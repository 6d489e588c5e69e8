"""The handler is called at once with what it is told, and may be replaced."""
import asyncio
from transcript import Oops, say


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say("one", context["message"], context.get("exception")))
    loop.call_exception_handler({"message": "first"})
    loop.set_exception_handler(lambda _, context: say("two", context["message"], context.get("exception")))
    loop.call_exception_handler({"message": "second", "exception": Oops("e")})
    say("end")


asyncio.run(main())
