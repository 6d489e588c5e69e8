"""Three come, four times; the last of each time does not wait."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def party(barrier, name):
    for i in range(4):
        number = await barrier.wait()
        say(name, i, number, barrier.n_waiting)


async def main():
    barrier = asyncio.Barrier(3)
    parties = [asyncio.create_task(party(barrier, name)) for name in "abc"]
    await ticks(10)
    await asyncio.gather(*parties)
    say(barrier.parties, barrier.n_waiting, barrier.broken)


asyncio.run(main())
