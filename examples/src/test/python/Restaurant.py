import asyncio


async def evening():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as restaurant:
        port = restaurant.sockets[0].getsockname()[1]
        ana = await Guest.enter("Ana", port)
        await ana.say("soup")
        for name in "Ben", "Cleo":
            guest = await Guest.enter(name, port)
            await guest.say("fish")
            await guest.say("yes")
            await guest.leave()
        await ana.say("yes")
        await ana.leave()


async def serve(guest, waiter):
    dish = (await guest.readline()).decode().rstrip()
    waiter.write(f"One {dish}?\n".encode())
    is_confirmed = (await guest.readline()).decode().rstrip() == "yes"
    waiter.write((f"Here is your {dish}.\n" if is_confirmed else "Then good night.\n").encode())
    waiter.close()
    await waiter.wait_closed()


class Guest:
    @staticmethod
    async def enter(name, port):
        guest = Guest()
        guest.name = name
        guest.reader, guest.writer = await asyncio.open_connection("127.0.0.1", port)
        return guest

    async def say(self, words):
        print(f"{self.name}: {words}")
        self.writer.write(f"{words}\n".encode())
        reply = (await self.reader.readline()).decode().rstrip()
        print(f"Waiter to {self.name}: {reply}")

    async def leave(self):
        self.writer.close()
        await self.writer.wait_closed()


asyncio.run(evening())
