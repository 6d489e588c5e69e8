import asyncio


async def bakery():
    counter = asyncio.Queue(2)
    async with asyncio.TaskGroup() as group:
        for i in 1, 2, 3:
            group.create_task(consume(f"customer {i}", counter))
        await asyncio.gather(produce("bread", 4, counter), produce("cake", 3, counter))
        print("the oven is out")
        await counter.join()
        print("all is eaten")
        counter.shutdown()
    print("closed")


async def produce(what, count, counter):
    for i in range(1, count + 1):
        await counter.put(f"{what} {i}")
        print(f"baked {what} {i}")


async def consume(name, counter):
    try:
        while True:
            item = await counter.get()
            await asyncio.sleep(0)
            print(f"{name} ate {item}")
            counter.task_done()
    except asyncio.QueueShutDown:
        print(f"{name} leaves")


asyncio.run(bakery())
