import asyncio


async def race():
    first = asyncio.create_task(say("first", 0.6))
    second = asyncio.create_task(say("second", 0.2))
    await first
    await second


async def say(name, delay):
    print(f"{name} started")
    await asyncio.sleep(delay)
    print(f"{name} finished")


asyncio.run(race())
