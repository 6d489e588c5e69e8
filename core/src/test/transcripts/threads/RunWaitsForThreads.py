"""The end of a run waits for work that is still under way on a thread."""
import asyncio
import threading
from transcript import say


def main():
    begun, go_on = threading.Event(), threading.Event()

    def work():
        begun.set()
        go_on.wait()
        say("the work ends")

    async def coroutine():
        asyncio.get_running_loop().run_in_executor(None, work)
        await asyncio.to_thread(begun.wait)
        say("main ends")
        go_on.set()

    asyncio.run(coroutine())
    say("over")


main()
