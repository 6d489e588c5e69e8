"""A group is split by kinds or conditions, and keeps its nesting; what would be empty is left out."""
from transcript import Oops, say


def main():
    inner = ExceptionGroup("inner", [Oops("b"), ValueError()])
    group = ExceptionGroup("outer", [Oops("a"), inner, ExceptionGroup("values", [ValueError()])])
    say(group)
    match, rest = group.split(Oops)
    say(match)
    say(rest)
    say(match.message, match.exceptions[1].message)
    say(group.split(KeyError)[0], group.split(KeyError)[1])
    say(group.subgroup(ValueError), group.subgroup(KeyError))
    say(group.subgroup(lambda e: str(e) == "b"))
    say(group.split((Oops, ValueError))[1])


main()
