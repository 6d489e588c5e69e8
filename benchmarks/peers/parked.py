"""Many tasks that wait, four calls deep, and are woken three times: parked.py asyncio|uvloop COUNT"""

import asyncio
import gc
import sys
import time

ROUNDS = 3


def resident():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


async def first(gates):
    await second(gates)


async def second(gates):
    await third(gates)


async def third(gates):
    for gate in gates:
        await gate


async def main(count):
    loop = asyncio.get_running_loop()
    gates = [loop.create_future() for _ in range(ROUNDS)]
    gc.collect()
    before = resident()
    begin = time.perf_counter()

    def lap(name):
        nonlocal begin
        print(name, f"{(time.perf_counter() - begin) / count * 1e9:.1f}")
        begin = time.perf_counter()

    tasks = [asyncio.create_task(first(gates)) for _ in range(count)]
    await asyncio.sleep(0)
    lap("create")
    print("resident", f"{(resident() - before) / count:.1f}")
    begin = time.perf_counter()
    for i, gate in enumerate(gates):
        gate.set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        lap(f"resume{i + 1}")
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    if sys.argv[1] == "uvloop":
        import uvloop

        uvloop.install()
    asyncio.run(main(int(sys.argv[2])))
