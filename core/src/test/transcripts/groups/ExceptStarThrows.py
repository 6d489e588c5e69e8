"""A handler that throws its error again leaves it unhandled; another error goes on beside the rest."""
from transcript import Oops, attempt, say


def again(group):
    try:
        raise group
    except* Oops:
        raise


def other(group):
    try:
        raise group
    except* Oops:
        raise ValueError()


def main():
    one = ExceptionGroup("one", [Oops("a")])
    two = ExceptionGroup("two", [Oops("a"), RuntimeError()])
    say(attempt(lambda: again(one)))
    say(attempt(lambda: again(two)))
    say(attempt(lambda: other(two)))


main()
