"""What the Python half of a pair prints with; transcript/Transcript.java is the other half.

Both print a truth value as true or false, None as null, and an exception as a word that belongs
to neither language, followed by its message where the program chose it.
"""
import asyncio


class Oops(Exception):
    """A program's own exception."""


class Grave(BaseException):
    """A program's own exception that `except Exception` does not catch."""


# The first that fits. Messages of the library's own are worded differently on both sides.
WORDS = [
    (asyncio.CancelledError, "cancelled", True),
    (asyncio.TimeoutError, "timeout", False),
    (asyncio.InvalidStateError, "invalid state", False),
    (Oops, "oops", True),
    (Grave, "grave", True),
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
