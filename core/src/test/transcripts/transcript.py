"""What the Python half of a pair prints with; transcript/Transcript.java is the other half.

Both print a truth value as true or false, None as null, and an exception as a word that belongs
to neither language, followed by its message where the program chose it, or by what it consists of.

Importing it replaces the loop's clock, and nothing else, by one that stands still while anything
happens and jumps to the next timer when nothing can happen before: so that what a program prints
does not depend on the speed of the machine.
"""
import asyncio
import selectors
import threading


class VirtualTime(selectors.DefaultSelector):
    """A selector that does not wait for timers."""

    now = 0.0

    def select(self, timeout=None):
        waits_for_time_only = (
            timeout is not None
            and timeout > 0
            and len(self.get_map()) == 1  # what wakes the loop from other threads
            and threading.active_count() == 1
        )
        if not waits_for_time_only:
            return super().select(timeout)
        VirtualTime.now += timeout
        return []


selectors.DefaultSelector = VirtualTime
asyncio.BaseEventLoop.time = lambda self: VirtualTime.now


class Oops(Exception):
    """A program's own exception."""


class Grave(BaseException):
    """A program's own exception that `except Exception` does not catch."""


# The first that fits. Messages of the library's own are worded differently on both sides.
WORDS = [
    (asyncio.CancelledError, "cancelled", True),
    (asyncio.TimeoutError, "timeout", False),
    (asyncio.InvalidStateError, "invalid state", False),
    (asyncio.BrokenBarrierError, "broken barrier", False),
    (Oops, "oops", True),
    (Grave, "grave", True),
    (asyncio.QueueEmpty, "queue empty", False),
    (asyncio.QueueFull, "queue full", False),
    (getattr(asyncio, "QueueShutDown", asyncio.QueueEmpty), "queue shut down", False),
    (LookupError, "lookup error", False),
    (ValueError, "value error", False),
    (RuntimeError, "runtime error", False),
]


def text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, BaseExceptionGroup):
        return "group " + text(value.exceptions)
    if isinstance(value, BaseException):
        for kind, word, with_message in WORDS:
            if isinstance(value, kind):
                message = str(value) if with_message else ""
                return f"{word} {message}" if message else word
        return type(value).__name__
    return str(value)


def say(*words):
    """Prints a line."""
    print(" ".join(map(text, words)))


async def outcome(awaitable):
    """The result, or the exception instead of it."""
    try:
        return await awaitable
    except BaseException as e:
        return e


def attempt(function):
    """outcome() of a call that is not awaited."""
    try:
        return function()
    except BaseException as e:
        return e
