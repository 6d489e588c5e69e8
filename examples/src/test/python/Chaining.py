import asyncio


async def get_user_with_orders(user_id):
    return await asyncio.gather(fetch_user(user_id), fetch_orders(user_id))


async def fetch_user(user_id):
    print(f"fetching user {user_id}")
    await asyncio.sleep(0.2)
    return f"user-{user_id}"


async def fetch_orders(user_id):
    print(f"fetching the orders of user {user_id}")
    await asyncio.sleep(0.1)
    return [1, 3, 10, 11]


name, orders = asyncio.run(get_user_with_orders(1))
print(f"{name} has the orders {orders}")
