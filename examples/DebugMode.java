// Runs in debug mode and shows its log: the selector in use, a step that held the loop up for too
// long, and a name look-up.
//
// Run: ./asyncio run examples/DebugMode.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

import java.util.logging.*;

final Logger log = Logger.getLogger("asyncio");

void main() throws IOException {
    showLog();
    try (var runner = Runner.open(options -> options.withDebug(true))) {
        runner.run(this::work);
    }
}

/** By default, Java shows what is logged at INFO and above. */
void showLog() {
    var console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    log.addHandler(console);
    log.setUseParentHandlers(false);
    log.setLevel(Level.ALL);
}

void work() throws IOException {
    await(createTask(named("busy"), this::compute));
    getRunningLoop().getAddrInfo("localhost", 80);
    IO.println("localhost was found");
}

/** Does not suspend for 200 ms; no other task can run meanwhile. */
void compute() {
    long end = System.nanoTime() + millis(200).toNanos();
    while (System.nanoTime() < end) {
        Thread.onSpinWait();
    }
    IO.println("computed");
}
