"""Two tasks wake each other with two events."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def player(name, mine, other, rounds):
    for i in range(rounds):
        await mine.wait()
        mine.clear()
        say(name, i)
        other.set()


async def main():
    ping, pong = asyncio.Event(), asyncio.Event()
    a = asyncio.create_task(player("ping", ping, pong, 3))
    b = asyncio.create_task(player("pong", pong, ping, 3))
    ping.set()
    await ticks(9)
    await asyncio.gather(a, b)
    say(ping.is_set(), pong.is_set())


asyncio.run(main())
