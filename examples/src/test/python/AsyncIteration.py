import asyncio
from contextlib import aclosing


async def program():
    async for number in Countdown(3):
        print("countdown", number)

    async with Session("session") as session:
        print("using", session.name)

    async for word in words("one two three"):
        print(word)

    async with aclosing(words("four five six")) as some:
        async for word in some:
            print(word)
            if word == "five":
                break

    async with aclosing(words("1 2 3 4 5 6")) as numbers:
        print([int(n) ** 2 async for n in numbers if int(n) % 2 == 0])


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0.01)
        self.left -= 1
        return self.left + 1


class Session:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(0.01)
        print("opened", self.name)
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(0.01)
        print("closed", self.name)


async def words(text):
    try:
        for word in text.split(" "):
            await asyncio.sleep(0.01)
            yield word
    finally:
        await asyncio.sleep(0.01)
        print("no more words")


asyncio.run(program())
