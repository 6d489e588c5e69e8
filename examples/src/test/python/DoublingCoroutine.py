def main():
    coroutine = doubler()
    print(next(coroutine))
    for x in 1, 21, -4:
        print(f"{x} doubled is {coroutine.send(x)}")
    coroutine.close()


def doubler():
    try:
        x = yield 0
        while True:
            x = yield 2 * x
    finally:
        print("closed")


main()
