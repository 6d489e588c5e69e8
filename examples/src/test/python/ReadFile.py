import tempfile


def print_lines(path):
    with open(path) as file:
        for number, line in enumerate(file, start=1):
            print(f"{number}: {line.rstrip()}")


with tempfile.NamedTemporaryFile("w") as file:
    file.write(
        "The loop runs one task at a time,\n"
        "each until it has to wait.\n"
        "\n"
        "Then the next one has its turn.\n"
    )
    file.flush()
    print_lines(file.name)
