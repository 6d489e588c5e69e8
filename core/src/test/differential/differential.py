#!/usr/bin/env python3
"""Random scripts for asyncio's synchronisation primitives, and what CPython does with them.

    differential.py record [--folder F] [--first N] [--count N] [KIND ...]
    differential.py check  [--folder F] [KIND ...]      runs recorded scripts again and compares
    differential.py show   NAME                         such as "lock plain 17"

`record` makes the scripts, runs each with this Python's asyncio, and writes script and log to
KIND.txt.gz; DifferentialTest runs the scripts with asyncio4j and compares the logs. What is
checked in was recorded by CPython 3.13. Others make other numbers of scripts with --first and
--count, in a folder that -Dasyncio4j.differential.folder names for the test.

A script:

    script lock plain 17        kind, family, number (the seed)
    with 2                      arguments of the primitive, if it has any
    0 1 keep acquire sleep ...  worker 0: how many cancels it survives; whether it gives back what
                                it holds when it ends (tidy, keep); what it does, one by one
    driver start:0 tick cancel:0 ...
    log
    ...                         what happened, one event a line, without times
    end

A worker logs the beginning and the end of what may suspend (`0 acquire`, `0 acquire = ok`), and
only the end of what does not. An error is logged (`0 acquire ! cancelled 3`) and the worker goes
on, after a cancel as often as the script says. The driver is the task that starts the others and
disturbs them. When it is through, it cancels what is left until everything has ended.

Two families. In "plain" scripts a cancel is left out, and logged as "skipped", if its task was
woken and has not run yet: there asyncio4j differs on purpose (docs/decisions/002). The "kept"
scripts leave nothing out and run, in Python, as tasks that follow that decision: KeepingTask. The
primitives are CPython's own in both (but see KeepingCondition).

Recorded by CPython 3.13.0. `check` with 3.12.1 finds locks, events and, but for shutdown(), which
it does not have, queues to be the same; conditions and so barriers differ, as it forgets the
message of a cancel and does not pass on a notification that met a cancelled task, and semaphores
in a few scripts, as it wakes one task where several permits are free. 3.14 was not tried.
"""
import argparse
import asyncio
import gzip
import io
import pathlib
import random
import sys
from asyncio import locks, tasks
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
COUNTS = {"plain": 300, "kept": 150}


class KeepingTask(tasks._PyTask):
    """A task that gets a value it was given although a cancel came before it ran.

    CPython's task forgets the value and raises the CancelledError at once. This one goes on with
    the value and keeps the cancel for its next suspension; if there is none, the cancel is void.
    A step that began with no value (the first one, or one after sleep(0)) raises as ever.
    """

    _has_value = False  # the step that is about to begin was given one
    _keeps_value = False  # the last cancel came when there was one
    _cancels_later = False

    def cancel(self, msg=None):
        waiter = self._fut_waiter
        self._keeps_value = waiter is not None and waiter.done() and not waiter.cancelled()
        return super().cancel(msg)

    # These three are CPython's own private methods, by the names it gives them.

    def _Task__wakeup(self, future):
        self._has_value = not future.cancelled() and future.exception() is None
        super()._Task__wakeup(future)

    def _Task__step(self, exc=None):
        self._cancels_later = self._must_cancel and self._has_value
        self._has_value = False
        if self._cancels_later:
            self._must_cancel = False  # or the step would begin with it
        super()._Task__step(exc)

    def _Task__step_run_and_handle_result(self, exc):
        if self._cancels_later:
            self._must_cancel = True
        super()._Task__step_run_and_handle_result(exc)

    def body_ends(self):
        """To be called by the task as its last act."""
        if self._keeps_value:
            self._must_cancel = False


class KeepingCondition(locks.Condition):
    """Where wait() takes its lock back, a cancel that was kept comes before it lines up.

    It is swallowed there until the task has the lock. KeepingTask alone would line up, be
    cancelled, and line up again a turn later, behind others. CPython's task meets the cancel
    before it lines up for the first time; so does asyncio4j's.
    """

    def __init__(self, lock=None):
        super().__init__(lock)
        self.acquire = self._acquire

    async def wait(self):
        task = asyncio.current_task()
        task.is_in_wait = True
        try:
            return await super().wait()
        finally:
            task.is_in_wait = False

    async def _acquire(self):
        task = asyncio.current_task()
        lock = self._lock
        is_free = not lock.locked() and all(w.cancelled() for w in lock._waiters or ())
        if getattr(task, "is_in_wait", False) and task._must_cancel and not is_free:
            task._must_cancel = False
            raise task._make_cancelled_error()
        return await lock.acquire()


# ---- the primitives


class Subject:
    """One primitive, and what scripts can do with it, by name."""

    # Those that may suspend; the driver does not do them.
    suspending = set()

    def state(self):
        return ""

    def tidy_up(self, worker):
        pass


class Locking(Subject):
    suspending = {"acquire"}
    primitive = None

    async def acquire(self, worker):
        await self.primitive.acquire()
        worker.held += 1

    def release(self, worker):
        if worker.held == 0:
            return NotDone
        self.forcerelease(worker)

    def forcerelease(self, worker):
        worker.held = max(worker.held - 1, 0)
        self.primitive.release()

    def tidy_up(self, worker):
        while worker.held > 0:
            worker.does("forcerelease", lambda: self.forcerelease(worker))

    def state(self):
        return f"{word(self.primitive.locked())} {len(self.primitive._waiters or ())}"


class LockSubject(Locking):
    def __init__(self):
        self.primitive = asyncio.Lock()


class SemaphoreSubject(Locking):
    def __init__(self, value, make=asyncio.Semaphore):
        self.primitive = make(int(value))

    def state(self):
        return f"{super().state()} {self.primitive._value}"


class BoundedSubject(SemaphoreSubject):
    def __init__(self, value):
        super().__init__(value, asyncio.BoundedSemaphore)


class ConditionSubject(Locking):
    suspending = {"acquire", "wait", "waitfor"}

    def __init__(self):
        self.primitive = locks.Condition()
        self.count = 0

    async def wait(self, worker):
        await self.primitive.wait()

    async def waitfor(self, worker, number):
        def predicate():
            worker.log(f"asks {self.count}")
            return self.count >= int(number)

        await self.primitive.wait_for(predicate)

    def add(self, worker):
        self.count += 1

    def notify(self, worker, number):
        self.primitive.notify(int(number))

    def notifyall(self, worker):
        self.primitive.notify_all()


class EventSubject(Subject):
    suspending = {"wait"}

    def __init__(self):
        self.event = asyncio.Event()

    async def wait(self, worker):
        await self.event.wait()

    def set(self, worker):
        self.event.set()

    def clear(self, worker):
        self.event.clear()

    def state(self):
        return f"{word(self.event.is_set())} {len(self.event._waiters)}"


class BarrierSubject(Subject):
    suspending = {"wait", "reset", "abort"}

    def __init__(self, parties):
        self.barrier = asyncio.Barrier(int(parties))
        self.is_cancelled = False

    async def wait(self, worker):
        try:
            number = await self.barrier.wait()
        except asyncio.CancelledError:
            self.is_cancelled = True
            raise
        # After a cancel CPython may give a number twice, asyncio4j does not: then it is not told.
        return None if self.is_cancelled else number

    async def reset(self, worker):
        await self.barrier.reset()

    async def abort(self, worker):
        await self.barrier.abort()

    def state(self):
        return f"{self.barrier.n_waiting} {word(self.barrier.broken)}"


class QueueSubject(Subject):
    suspending = {"put", "get", "join"}

    def __init__(self, maxsize, make=asyncio.Queue):
        self.queue = make(int(maxsize))

    async def put(self, worker, item):
        await self.queue.put(int(item))

    async def get(self, worker):
        return await self.queue.get()

    async def join(self, worker):
        await self.queue.join()

    def putnow(self, worker, item):
        self.queue.put_nowait(int(item))

    def getnow(self, worker):
        return self.queue.get_nowait()

    def taskdone(self, worker):
        self.queue.task_done()

    def shutdown(self, worker):
        self.queue.shutdown()

    def shutdownnow(self, worker):
        self.queue.shutdown(immediate=True)

    def state(self):
        queue = self.queue
        return (
            f"{queue.qsize()} {word(queue.empty())} {word(queue.full())} {queue._unfinished_tasks}"
            f" {len(queue._getters)} {len(queue._putters)}"
        )


class LifoSubject(QueueSubject):
    def __init__(self, maxsize):
        super().__init__(maxsize, asyncio.LifoQueue)


class PrioritySubject(QueueSubject):
    def __init__(self, maxsize):
        super().__init__(maxsize, asyncio.PriorityQueue)


# ---- running a script


class NotDone:
    """The result of what was left out, which is not logged."""


def word(value):
    if value is None:
        return "ok"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, BaseException):
        return str(value)
    # Some of these are each other's subclasses, the first that fits counts.
    for kind, text in [
        (asyncio.CancelledError, f"cancelled {value}"),
        (asyncio.QueueFull, "full"),
        (asyncio.QueueEmpty, "empty"),
        (getattr(asyncio, "QueueShutDown", asyncio.QueueEmpty), "shutdown"),
        (asyncio.BrokenBarrierError, "broken"),
        (RuntimeError, "refused"),
        (ValueError, "refused"),
    ]:
        if isinstance(value, kind):
            return text
    raise value


class Actor:
    """A worker or the driver: who does things with the primitive."""

    def __init__(self, run, name):
        self.run = run
        self.name = name
        self.held = 0
        self.task = None

    def log(self, text):
        self.run.log.append(f"{self.name} {text}")

    def does(self, op, action):
        """What does not suspend."""
        try:
            result = action()
            if result is not NotDone:
                self.log(f"{op} = {word(result)}")
        except Exception as e:
            self.log(f"{op} ! {word(e)}")

    async def suspends(self, op, action):
        self.log(op)
        try:
            self.log(f"{op} = {word(await action())}")
        except asyncio.CancelledError as e:
            self.log(f"{op} ! {word(e)}")
            raise
        except Exception as e:
            self.log(f"{op} ! {word(e)}")

    async def perform(self, op):
        name, *arguments = op.split(":")
        if name == "tick":
            await asyncio.sleep(0)
        elif name == "sleep":
            await self.suspends(op, lambda: asyncio.sleep(0))
        elif name == "start":
            self.run.start(int(arguments[0]))
        elif name == "cancel":
            self.does(op, lambda: self.run.cancel(int(arguments[0])))
        elif name == "cancelself":
            self.does(op, lambda: self.run.cancel_task(self.task))
        elif name == "state":
            self.does(op, self.run.subject.state)
        else:
            action = getattr(self.run.subject, name)
            if name in self.run.subject.suspending:
                await self.suspends(op, lambda: action(self, *arguments))
            else:
                self.does(op, lambda: action(self, *arguments))


class Worker(Actor):
    def __init__(self, run, name, line):
        super().__init__(run, name)
        survives, tidy, *self.ops = line.split()
        self.survives = int(survives)
        self.is_tidy = tidy == "tidy"

    async def work(self):
        try:
            for op in self.ops:
                try:
                    await self.perform(op)
                except asyncio.CancelledError:
                    if self.survives == 0 or self.run.is_ending:
                        raise
                    self.survives -= 1
        finally:
            if self.is_tidy:
                self.run.subject.tidy_up(self)
            self.log("ends")
        if isinstance(self.task, KeepingTask):
            self.task.body_ends()


class Run:
    def __init__(self, script):
        self.script = script
        self.subject = KINDS[script.kind].subject(*script.arguments)
        self.log = []
        self.is_ending = False
        self.cancels = 0
        self.driver = Actor(self, "driver")
        self.workers = [Worker(self, str(i), line) for i, line in enumerate(script.workers)]

    def start(self, i):
        worker = self.workers[i]
        worker.task = asyncio.create_task(worker.work())

    def cancel(self, i):
        task = self.workers[i].task
        return "nobody" if task is None else self.cancel_task(task)

    def cancel_task(self, task):
        if task.done():
            return "too late"
        waiter = task._fut_waiter
        if self.script.family == "plain" and waiter is not None and waiter.done():
            return "skipped"
        self.cancels += 1
        task.cancel(str(self.cancels))
        return self.cancels

    def left(self):
        return [i for i, w in enumerate(self.workers) if w.task and not w.task.done()]

    async def drive(self):
        """Returns the log."""
        for op in self.script.driver:
            await self.driver.perform(op)
        self.is_ending = True
        await self.driver.perform("state")
        for _ in range(100):
            if not self.left():
                break
            for i in self.left():
                await self.driver.perform(f"cancel:{i}")
            await self.driver.perform("tick")
            # Who waits for a condition does not leave it without its lock.
            if isinstance(self.subject, ConditionSubject) and self.subject.primitive.locked():
                await self.driver.perform("forcerelease")
        else:
            raise AssertionError(f"{self.script.name}: does not end:\n" + "\n".join(self.log))
        await self.driver.perform("state")
        for worker in self.workers:
            if worker.task:
                worker.log("is cancelled" if worker.task.cancelled() else "is done")
                if not worker.task.cancelled():
                    worker.task.result()
        return self.log


class Script:
    def __init__(self, kind, family, number, arguments, workers, driver):
        self.kind = kind
        self.family = family
        self.number = number
        self.arguments = arguments
        self.workers = workers  # lines
        self.driver = driver  # what it does, a list
        self.log = None

    @property
    def name(self):
        return f"{self.kind} {self.family} {self.number}"

    def text(self):
        lines = [f"script {self.name}"]
        if self.arguments:
            lines.append("with " + " ".join(self.arguments))
        lines += [f"{i} {line}" for i, line in enumerate(self.workers)]
        lines.append("driver " + " ".join(self.driver))
        lines += ["log", *self.log, "end", ""]
        return "\n".join(lines)


def run_all(scripts):
    """Returns their logs."""

    async def run_each():
        return [await Run(script).drive() for script in scripts]

    def make_task(loop, coroutine, **options):
        return KeepingTask(coroutine, loop=loop, **options)

    families = {script.family for script in scripts}
    if len(families) != 1:
        raise ValueError("a run is of one family")
    with asyncio.Runner() as runner, mock.patch.object(locks, "Condition", locks.Condition):
        if "kept" in families:
            runner.get_loop().set_task_factory(make_task)
            locks.Condition = KeepingCondition  # also what Barrier uses
        return runner.run(run_each())


# ---- making scripts


class Kind:
    """What scripts of a kind are made of: (weight, what to do one after the other).

    A * stands for an item that no other has, a # for a small number.
    """

    def __init__(self, subject, phrases, disturbances, arguments=lambda r: [], endings=()):
        self.subject = subject
        self.phrases = phrases
        self.disturbances = disturbances
        self.arguments = arguments
        self.endings = endings


LOCKING = [
    (6, "acquire sleep release"),
    (4, "acquire release"),
    (3, "acquire sleep sleep release"),
    (2, "sleep"),
    (1, "release"),
    (1, "acquire state"),
    (0.5, "acquire"),
    (0.5, "forcerelease"),
]
EVENT = [
    (6, "wait"),
    (2, "set"),
    (2, "clear"),
    (1, "set clear"),
    (1, "clear wait"),
    (3, "sleep"),
    (0.5, "state"),
]
CONDITION = [
    (6, "acquire wait release"),
    (3, "acquire waitfor:# release"),
    (3, "acquire add notify:# release"),
    (2, "acquire add notifyall release"),
    (1, "acquire notify:# sleep release"),
    (1, "acquire wait wait release"),
    (2, "sleep"),
    (0.4, "wait"),
    (0.4, "notify:#"),
    (0.4, "acquire state"),
    (0.3, "forcerelease"),
]
BARRIER = [
    (8, "wait"),
    (3, "sleep"),
    (1, "wait wait"),
    (1, "reset"),
    (0.6, "abort"),
    (0.6, "abort sleep reset"),
    (0.5, "state"),
]
QUEUE = [
    (5, "put:*"),
    (4, "get"),
    (4, "get taskdone"),
    (2, "get sleep taskdone"),
    (1, "put:* put:*"),
    (1, "putnow:*"),
    (1, "getnow"),
    (2, "join"),
    (2, "sleep"),
    (0.5, "taskdone"),
    (0.5, "state"),
    (0.15, "shutdown"),
    (0.15, "shutdownnow"),
]
DISTURBING_QUEUE = [
    (5, "putnow:*"),
    (4, "getnow"),
    (2, "taskdone"),
    (1, "putnow:* getnow"),
    (1, "putnow:* putnow:*"),
    (1, "getnow putnow:*"),
    (1, "state"),
    (0.3, "shutdown"),
    (0.3, "shutdownnow"),
]


def one_of(*values):
    return lambda r: [r.choice(values)]


def queue(subject):
    maxsize = one_of("0", "1", "1", "2", "3")
    return Kind(subject, QUEUE, DISTURBING_QUEUE, maxsize, ["shutdown", "shutdownnow"])


KINDS = {
    "lock": Kind(
        LockSubject, LOCKING, [(2, "forcerelease"), (1, "forcerelease forcerelease"), (1, "state")]
    ),
    "event": Kind(
        EventSubject,
        EVENT,
        [(3, "set"), (2, "clear"), (2, "set clear"), (1, "clear set"), (1, "state")],
    ),
    "condition": Kind(
        ConditionSubject,
        CONDITION,
        [
            (3, "add notify:#"),
            (2, "notify:#"),
            (2, "notifyall"),
            (2, "forcerelease"),
            (1, "notify:# forcerelease"),
            (1, "state"),
        ],
    ),
    "semaphore": Kind(
        SemaphoreSubject,
        LOCKING,
        [(4, "forcerelease"), (2, "forcerelease forcerelease"), (1, "state")],
        one_of("0", "0", "1", "2", "3"),
    ),
    "bounded": Kind(
        BoundedSubject,
        LOCKING,
        [(3, "forcerelease"), (1, "forcerelease forcerelease"), (1, "state")],
        one_of("0", "1", "1", "2", "3"),
    ),
    "barrier": Kind(
        BarrierSubject, BARRIER, [(1, "state")], one_of("1", "2", "2", "2", "3", "3", "3", "4", "5")
    ),
    "queue": queue(QueueSubject),
    "lifo": queue(LifoSubject),
    "priority": queue(PrioritySubject),
}


def make(kind, family, number):
    r = random.Random(f"{kind} {family} {number}")
    parts = KINDS[kind]
    items = iter(r.sample(range(100, 1000), 400))
    count = r.randint(2, 8)

    def favour(choices):
        """Each script likes some phrases more than others: so there are gluts and droughts."""
        return [text for _, text in choices], [w * r.choice([0.2, 1, 3]) for w, _ in choices]

    phrases, disturbances = favour(parts.phrases), favour(parts.disturbances)

    def phrase(choices):
        return [filled_in(op) for op in r.choices(*choices)[0].split()]

    def filled_in(op):
        if op.endswith("*"):
            return op.replace("*", str(next(items)))
        if op.endswith("#"):
            return op.replace("#", str(r.randint(1, 3)))
        return op

    def worker():
        ops = []
        length = r.randint(1, 6)
        for _ in range(length):
            lot = r.random()
            if lot < 0.03:
                ops.append(f"cancel:{r.randrange(count)}")
            elif lot < 0.04:
                ops.append("cancelself")
            else:
                ops += phrase(phrases)
        survives = r.choice([0, 0, 1, 1, 2])
        tidy = "tidy" if r.random() < 0.8 else "keep"
        return f"{survives} {tidy} " + " ".join(ops)

    def driver():
        ops = []
        waiting = list(range(count))
        if r.random() < 0.5:
            ops += [f"start:{i}" for i in waiting]
            waiting = []
        for _ in range(r.randint(4, 20)):
            for _ in range(r.choice([0, 0, 1, 1, 1, 2, 3])):
                ops.append("tick")
            if waiting and r.random() < 0.6:
                ops.append(f"start:{waiting.pop(0)}")
            elif r.random() < 0.6:
                ops += phrase(disturbances)
            if r.random() < 0.4:
                ops.append(f"cancel:{r.randrange(count)}")
        if parts.endings and r.random() < 0.6:
            ops += [r.choice(parts.endings), "tick", "tick"]
        return ops

    arguments = parts.arguments(r)
    workers = [worker() for _ in range(count)]
    return Script(kind, family, number, arguments, workers, driver())


# ---- files


def file_of(folder, kind):
    return folder / f"{kind}.txt.gz"


def write(file, scripts):
    text = "".join(script.text() for script in scripts).encode()
    packed = io.BytesIO()
    # Neither a name nor a time, so that the same scripts make the same file.
    with gzip.GzipFile("", "wb", 9, packed, 0) as out:
        out.write(text)
    file.write_bytes(packed.getvalue())
    return len(text), len(packed.getvalue())


def read(file):
    scripts = []
    lines = iter(gzip.open(file, "rt").read().splitlines())
    for line in lines:
        _, kind, family, number = line.split()
        script = Script(kind, family, number, [], [], [])
        for line in lines:
            first, _, rest = line.partition(" ")
            if first == "log":
                break
            if first == "with":
                script.arguments = rest.split()
            elif first == "driver":
                script.driver = rest.split()
            else:
                script.workers.append(rest)
        script.log = []
        for line in lines:
            if line == "end":
                break
            script.log.append(line)
        scripts.append(script)
    return scripts


def record(folder, kinds, first, count):
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        every = []
        for family, usual in COUNTS.items():
            numbers = range(first, first + (count or usual))
            scripts = [make(kind, family, number) for number in numbers]
            for script, log in zip(scripts, run_all(scripts)):
                script.log = log
            every += scripts
        plain, packed = write(file_of(folder, kind), every)
        print(f"{kind}: {len(every)} scripts, {plain} bytes, {packed} packed")


def check(folder, kinds):
    differs = 0
    for kind in kinds:
        scripts = read(file_of(folder, kind))
        if not hasattr(asyncio.Queue, "shutdown"):  # new in 3.13
            scripts = [script for script in scripts if "shutdown" not in script.text()]
        for family in COUNTS:
            ours = [script for script in scripts if script.family == family]
            for script in ours:
                try:
                    log = run_all([script])[0]
                except Exception as e:
                    log = [repr(e)]
                if log != script.log:
                    differs += 1
                    at = next(
                        (i for i, (a, b) in enumerate(zip(log, script.log)) if a != b),
                        min(len(log), len(script.log)),
                    )
                    print(f"{script.name}: line {at}: {log[at:at+1]} not {script.log[at:at+1]}")
    print(f"{differs} differ")
    return 1 if differs else 0


def show(name):
    kind, family, number = name.split()
    script = make(kind, family, int(number))
    script.log = run_all([script])[0]
    print(script.text(), end="")


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("record", "check"):
        command = commands.add_parser(name)
        command.add_argument("--folder", type=pathlib.Path, default=HERE)
        command.add_argument("kinds", nargs="*", metavar="KIND")
        if name == "record":
            command.add_argument("--first", type=int, default=0)
            command.add_argument("--count", type=int)
    commands.add_parser("show").add_argument("name", metavar="NAME")
    options = parser.parse_args()
    if options.command == "show":
        return show(options.name)
    kinds = options.kinds or list(KINDS)
    if options.command == "check":
        return check(options.folder, kinds)
    return record(options.folder, kinds, options.first, options.count)


if __name__ == "__main__":
    sys.exit(main())
