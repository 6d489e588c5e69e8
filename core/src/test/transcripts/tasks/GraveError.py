"""A task may fail with what is no ordinary exception, and the one who awaits gets it."""
import asyncio
from transcript import Grave, say


async def work():
    await asyncio.sleep(0)
    raise Grave("danger")


async def main():
    task = asyncio.create_task(work())
    try:
        await task
    except Exception:
        say("never")
    except Grave as e:
        say("caught", e)
    say(task.done(), task.cancelled(), task.exception())


asyncio.run(main())
