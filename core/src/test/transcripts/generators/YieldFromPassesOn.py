"""What is sent to a generator, and thrown, reaches the one it yields from."""
import asyncio
from transcript import Oops, attempt, say


def inner(name):
    say(name, "heard", (yield name + " ready"))
    try:
        yield name + " on"
    except Oops as e:
        say(name, "caught", e)
        return name + " was hurt"
    return name + " is fine"


def outer():
    first = yield from inner("a")
    say(first)
    second = yield from inner("b")
    say(second)
    return [first, second]


async def main():
    generator = outer()
    say(next(generator))
    say(generator.send("1"))
    say(generator.throw(Oops("x")))
    say(generator.send("2"))
    say(attempt(lambda: generator.send("3")).value)
    say(attempt(lambda: next(generator)).value)


asyncio.run(main())
