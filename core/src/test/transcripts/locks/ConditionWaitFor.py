"""The predicate is asked at once and after each notification; a limit may end the wait."""
import asyncio
from transcript import say


async def ticks(count):
    for i in range(count):
        say("tick", i)
        await asyncio.sleep(0)


async def main():
    condition = asyncio.Condition()
    stock = 0

    async def buyer(name, amount):
        nonlocal stock

        def enough():
            say(name, "looks", stock)
            return stock >= amount

        async with condition:
            await condition.wait_for(enough)
            stock -= amount
            say(name, "buys", amount)

    async with asyncio.TaskGroup() as group:
        for item in {"a": 3, "b": 1, "c": 2}.items():
            group.create_task(buyer(*item))
        for _ in range(6):
            await ticks(1)
            async with condition:
                stock += 1
                condition.notify_all()
    async with condition:
        try:
            async with asyncio.timeout(1):
                await condition.wait_for(lambda: False)
        except TimeoutError as e:
            say(e, condition.locked())
    say(stock, condition.locked())


asyncio.run(main())
