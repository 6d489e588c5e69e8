// Makes a coroutine and forgets to await it. Nothing of it runs, and a warning says so.
//
// Run: ./asyncio run examples/NeverAwaited.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::forgetful);
}

void forgetful() {
    IO.println("awaited: " + await(fetchData(1)));
    fetchData(2);
    IO.println("forgotten, and nothing was fetched");
}

Coroutine<String> fetchData(int id) {
    return async(
            () -> {
                IO.println("fetching data " + id);
                return "data " + id;
            });
}
