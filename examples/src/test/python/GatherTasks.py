import asyncio


async def gather_all():
    results = await asyncio.gather(work("A", 0.9), work("B", 0.3), work("C", 0.6))
    print(f"[{', '.join(results)}]")


async def work(name, duration):
    print(f"{name} started")
    await asyncio.sleep(duration)
    print(f"{name} finished")
    return f"result of {name}"


asyncio.run(gather_all())
