"""A context runs code, which changes it and nothing else; it cannot be entered twice."""
import contextvars
from transcript import Oops, attempt, say

user = contextvars.ContextVar("user", default="nobody")
other = contextvars.ContextVar("other", default="nothing")


def change(name):
    before = user.get()
    user.set(name)
    return before


def fail():
    user.set("failed")
    raise Oops("inside")


def main():
    user.set("main")
    context = contextvars.copy_context()
    say(context.run(change, "a"), context.run(change, "b"), context[user], user.get())
    say(attempt(lambda: context.run(fail)), context[user])
    say(context.run(lambda: attempt(lambda: context.run(change, "c"))))
    inner = context.copy()
    say(context.run(lambda: inner.run(change, "inner")), context[user], inner[user])
    say(context.run(lambda: inner.run(lambda: attempt(lambda: context.run(change, "d")))))
    say(len(context), user in context, other in context, context.get(other))
    empty = contextvars.Context()
    say(empty.run(user.get), len(empty))


main()
