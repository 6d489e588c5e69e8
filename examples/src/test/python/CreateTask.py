import asyncio


async def cook():
    rice = asyncio.create_task(boil_rice())
    print("rice ordered, but nothing has begun yet")
    await cut_vegetables()
    print(f"dinner is {await rice} and vegetables")


async def boil_rice():
    print("rice is boiling")
    await asyncio.sleep(0.6)
    print("rice is done")
    return "rice"


async def cut_vegetables():
    print("vegetables are being cut")
    await asyncio.sleep(0.2)
    print("vegetables are cut")


asyncio.run(cook())
