"""Nothing can be sent to a generator that is not at a yield."""
import asyncio
from transcript import outcome, say


async def echo():
    say("heard", (yield "ready"))
    yield "end"


async def main():
    generator = echo()
    say(isinstance(await outcome(generator.asend("early")), TypeError))
    say(await generator.asend(None))
    say(await generator.asend("now"))
    await generator.aclose()


asyncio.run(main())
