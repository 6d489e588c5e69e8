"""A task that awaits itself gets an error there, and may go on."""
import asyncio
from transcript import outcome, say


async def main():
    async def work():
        say(await outcome(tasks[0]))
        return "went on"

    tasks = []
    tasks.append(asyncio.create_task(work()))
    say(await tasks[0])


asyncio.run(main())
