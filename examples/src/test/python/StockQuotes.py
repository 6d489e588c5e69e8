import datetime
from decimal import Decimal

PRICES = """\
ACME 2024-02-29 101.50 103.25
ACME 2024-03-01 103.25 99.80
ACME 2024-03-04 100.00 104.10
INIT 2024-03-01 12.40 12.40
INIT 2024-03-04 12.40 13.05
"""


def main():
    coroutine = quotes()
    next(coroutine)
    for symbol, date in [
        ("ACME", "2024-03-01"),
        ("ACME", "2024-03-03"),
        ("INIT", "2024-03-04"),
        ("INIT", "2024-02-01"),
        ("NONE", "2024-03-04"),
    ]:
        quote = coroutine.send((symbol, datetime.date.fromisoformat(date)))
        print(f"{symbol} on {date}:", line(quote))


def quotes():
    table = {}
    for row in PRICES.splitlines():
        symbol, date, *prices = row.split()
        table.setdefault(symbol, []).append((datetime.date.fromisoformat(date), *map(Decimal, prices)))
    answer = None
    while True:
        symbol, date = yield answer
        answer = max((quote for quote in table.get(symbol, []) if quote[0] <= date), default=None)


def line(quote):
    if quote is None:
        return "not traded"
    date, opened, closed = quote
    return f"from {opened} to {closed}, change {closed - opened} ({date})"


main()
