"""Two tasks hand a value to and fro by futures, a step at a time."""
import asyncio
from transcript import say


class Slot:
    def __init__(self):
        self.future = asyncio.get_running_loop().create_future()

    async def take(self):
        value = await self.future
        self.future = asyncio.get_running_loop().create_future()
        return value


async def produce(out, back):
    for i in range(3):
        say("put", i)
        out.future.set_result(i)
        say("answer", await back.take())


async def consume(incoming, back):
    for _ in range(3):
        i = await incoming.take()
        say("got", i)
        back.future.set_result(i * i)


async def main():
    there, back = Slot(), Slot()
    await asyncio.gather(produce(there, back), consume(there, back))


asyncio.run(main())
