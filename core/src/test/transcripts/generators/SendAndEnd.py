"""What is sent is the result of the yield; after the end there is nothing."""
import asyncio
from transcript import outcome, say


async def echo():
    heard = yield "ready"
    while heard != "stop":
        await asyncio.sleep(0)
        heard = yield f"{heard}!"
    say("echo ends")


async def main():
    generator = echo()
    say(await generator.asend(None))
    say(await generator.asend("one"))
    say(await generator.asend("two"))
    say(isinstance(await outcome(generator.asend("stop")), StopAsyncIteration))
    say(isinstance(await outcome(generator.asend("more")), StopAsyncIteration))
    say(isinstance(await outcome(generator.asend(None)), StopAsyncIteration))


asyncio.run(main())
