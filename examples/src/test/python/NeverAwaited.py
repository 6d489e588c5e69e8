import asyncio


async def forgetful():
    print("awaited: " + await fetch_data(1))
    fetch_data(2)
    print("forgotten, and nothing was fetched")


async def fetch_data(data_id):
    print(f"fetching data {data_id}")
    return f"data {data_id}"


asyncio.run(forgetful())
