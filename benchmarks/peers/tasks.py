"""Tasks and what they share, by asyncio: tasks.py asyncio|uvloop SECONDS WORK[:SIZE]..."""

import asyncio
import sys
import threading
import time

SWITCHES = 100
HOUR = 3600


async def nothing():
    pass


async def switches(tasks):
    async def turns():
        for _ in range(SWITCHES):
            await asyncio.sleep(0)

    await asyncio.gather(*[turns() for _ in range(tasks)])
    return tasks * SWITCHES


async def spawn(tasks):
    for _ in range(tasks):
        await asyncio.create_task(nothing())
    return tasks


async def gathered(tasks):
    await asyncio.gather(*[nothing() for _ in range(tasks)])
    return tasks


async def group(tasks):
    async with asyncio.TaskGroup() as tg:
        for _ in range(tasks):
            tg.create_task(nothing())
    return tasks


async def await_done(times):
    done = asyncio.get_running_loop().create_future()
    done.set_result(1)
    total = 0
    for _ in range(times):
        total += await done
    return total


async def queue_of_one(items):
    queue = asyncio.Queue(1)

    async def produce():
        for i in range(items):
            await queue.put(i)

    producer = asyncio.create_task(produce())
    for _ in range(items):
        await queue.get()
    await producer
    return items


async def lock(times):
    shared = asyncio.Lock()

    async def hold():
        for _ in range(times // 10):
            async with shared:
                await asyncio.sleep(0)

    await asyncio.gather(*[hold() for _ in range(10)])
    return times


async def event(times):
    ping, pong = asyncio.Event(), asyncio.Event()

    async def answer():
        for _ in range(times):
            await ping.wait()
            ping.clear()
            pong.set()

    other = asyncio.create_task(answer())
    for _ in range(times):
        ping.set()
        await pong.wait()
        pong.clear()
    await other
    return times


async def condition(times):
    shared = asyncio.Condition()
    turn = 0

    async def take_turns(mine):
        nonlocal turn
        for _ in range(times):
            async with shared:
                await shared.wait_for(lambda: turn == mine)
                turn = 1 - mine
                shared.notify()

    await asyncio.gather(take_turns(0), take_turns(1))
    return 2 * times


async def barrier(parties):
    shared = asyncio.Barrier(parties)

    async def meet():
        for _ in range(SWITCHES):
            await shared.wait()

    await asyncio.gather(*[meet() for _ in range(parties)])
    return parties * SWITCHES


async def timers(count):
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(HOUR + i * 1e-9, int) for i in range(count)]
    for handle in handles:
        handle.cancel()
    await asyncio.sleep(0)
    return count


async def sleeps(tasks):
    await asyncio.gather(*[asyncio.sleep((1 + i % 10) / 1000) for i in range(tasks)])
    return tasks


async def timeouts(times):
    for _ in range(times):
        async with asyncio.timeout(HOUR):
            await asyncio.sleep(0)
    return times


async def cancel(count):
    tasks = [asyncio.create_task(asyncio.sleep(HOUR)) for _ in range(count)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    return count


def countdown(count, end):
    left = count

    def called():
        nonlocal left
        left -= 1
        if left == 0:
            end.set_result(None)

    return called


async def callbacks(count):
    loop = asyncio.get_running_loop()
    end = loop.create_future()
    called = countdown(count, end)

    for _ in range(count):
        loop.call_soon(called)
    await end
    return count


async def threadsafe(count):
    loop = asyncio.get_running_loop()
    end = loop.create_future()
    called = countdown(count, end)

    def call():
        for _ in range(count):
            loop.call_soon_threadsafe(called)

    threading.Thread(target=call).start()
    await end
    return count


async def generated(items):
    async def numbers():
        for i in range(items):
            yield i

    count = 0
    async for _ in numbers():
        count += 1
    return count


WORKS = {
    "switch": (1_000, switches),
    "spawn": (10_000, spawn),
    "gather": (10_000, gathered),
    "group": (1_000, group),
    "done": (10_000, await_done),
    "queue": (10_000, queue_of_one),
    "lock": (10_000, lock),
    "event": (1_000, event),
    "condition": (1_000, condition),
    "barrier": (10, barrier),
    "timers": (100_000, timers),
    "sleeps": (100_000, sleeps),
    "timeout": (10_000, timeouts),
    "cancel": (10_000, cancel),
    "callbacks": (10_000, callbacks),
    "threadsafe": (10_000, threadsafe),
    "generator": (100_000, generated),
}


async def measure(work, size, seconds):
    begin = time.process_time()
    operations = 0
    taken = 0.0
    while taken < seconds:
        operations += await work(size)
        taken = time.process_time() - begin
    return taken / operations * 1e9


async def main(seconds, arguments):
    for argument in arguments:
        name, _, size = argument.partition(":")
        if name not in WORKS:
            print(argument, "-")
            continue
        usual, work = WORKS[name]
        count = int(size) if size else usual
        await work(count)  # nothing to compile, but memory to get
        print(argument, f"{await measure(work, count, seconds):.1f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "uvloop":
        import uvloop

        uvloop.install()
    asyncio.run(main(float(sys.argv[2]), sys.argv[3:]))
