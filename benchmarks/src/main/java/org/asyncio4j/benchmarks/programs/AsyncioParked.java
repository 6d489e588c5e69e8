package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Future;
import org.asyncio4j.Task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Many tasks that wait, four calls deep, and are woken three times: {@code COUNT}. */
final class AsyncioParked {
    private static final int ROUNDS = 3;

    private AsyncioParked() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        for (int i = 0; i < 30; i++) {
            run(() -> park(Math.min(count, 10_000), false)); // compiles
        }
        run(() -> park(count, true));
    }

    private static void park(int count, boolean print) throws IOException {
        List<Future<Void>> gates = Stream.generate(Future::<Void>pending).limit(ROUNDS).toList();
        List<Task<Void>> tasks = new ArrayList<>(count);
        var footprint = new Footprint(count);
        for (int i = 0; i < count; i++) {
            tasks.add(createTask(() -> first(gates)));
        }
        sleep(Duration.ZERO);
        if (print) {
            footprint.lap("create");
            footprint.print();
        }
        for (int i = 0; i < ROUNDS; i++) {
            gates.get(i).setResult(null);
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            if (print) {
                footprint.lap("resume" + (i + 1));
            }
        }
        waitAll(tasks);
    }

    private static void first(List<Future<Void>> gates) {
        second(gates);
    }

    private static void second(List<Future<Void>> gates) {
        third(gates);
    }

    private static void third(List<Future<Void>> gates) {
        for (Future<Void> gate : gates) {
            gate.await();
        }
    }
}
