def main():
    coroutine = bot()
    try:
        print("Bot:", next(coroutine))
        for line in "Ada", "Tired.", "I counted all day.", "Do you ever sleep?", "Bye":
            print("You:", line)
            print("Bot:", coroutine.send(line))
    except StopIteration as end:
        print("The bot has left, and says of you:", end.value)


def bot():
    name = yield "Hello. Who are you?"
    line = yield f"And how are you, {name}?"
    lines = 1
    while line.lower() != "bye":
        lines += 1
        line = yield "Why do you ask?" if line.endswith("?") else "Tell me more."
    return f"{name} had {lines} things to say."


main()
