// Says hello, waits a second, and says the rest.
//
// Run: ./asyncio run examples/HelloWorld.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::hello);
}

void hello() {
    IO.println("Hello ...");
    sleep(seconds(1));
    IO.println("... World!");
}
