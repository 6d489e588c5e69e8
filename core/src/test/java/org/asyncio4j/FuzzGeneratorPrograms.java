package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import java.time.Duration;
import java.util.List;

/** The programs of the {@link CancellationFuzzTest} with generators whose bodies suspend. */
final class FuzzGeneratorPrograms {
    private FuzzGeneratorPrograms() {}

    private static Generator<Integer> slow(FuzzProbe probe, int count) {
        return generator(
                y -> {
                    try (var _ = probe.openForTurns()) {
                        for (int i = 0; i < count; i++) {
                            sleep(millis(1));
                            y.yield(i);
                        }
                    }
                });
    }

    static void generatorUsedUp(FuzzProbe probe) {
        try (var numbers = slow(probe, 3)) {
            for (int _ : numbers) {
                sleep(Duration.ZERO);
            }
        }
    }

    static void generatorLeftEarly(FuzzProbe probe) {
        try (var numbers = slow(probe, 5)) {
            numbers.next();
            probe.hold(millis(1));
            numbers.next();
        }
    }

    static void generatorsNested(FuzzProbe probe) {
        Generator<Integer> outer =
                generator(
                        y -> {
                            try (var inner = slow(probe, 2);
                                    var _ = probe.openSlow()) {
                                y.yieldFrom(inner);
                                sleep(Duration.ZERO);
                                y.yield(2);
                            }
                        });
        try (outer) {
            for (int _ : outer) {
                sleep(millis(1));
            }
        }
    }

    static void generatorWithChildren(FuzzProbe probe) {
        Generator<Integer> sums =
                generator(
                        y -> {
                            try (var _ = probe.open()) {
                                for (int i = 0; i < 2; i++) {
                                    y.yield(
                                            gather(
                                                    () -> probe.hold(millis(1)),
                                                    () -> probe.holdSlow(millis(2)),
                                                    Integer::sum));
                                }
                            }
                        });
        try (sums) {
            timeout(millis(50), sums::next);
            sums.next();
        }
    }

    static void generatorsMerged(FuzzProbe probe) {
        try (var merged = Generator.merge(slow(probe, 2), slow(probe, 3))) {
            for (int _ : merged) {
                sleep(Duration.ZERO);
            }
        }
    }

    static void generatorBufferedAndLeftEarly(FuzzProbe probe) {
        try (var buffered = slow(probe, 5).buffer(2).map(n -> n + 1).filter(n -> n > 1)) {
            buffered.next();
            probe.hold(millis(3));
            buffered.next();
        }
    }

    static void generatorOfCompleted(FuzzProbe probe) {
        List<Block<Integer, ?>> works =
                List.of(() -> probe.hold(millis(2)), () -> probe.holdSlow(millis(1)));
        try (var results = Generator.asCompleted(works)) {
            for (int _ : results) {
                sleep(Duration.ZERO);
            }
        }
    }

    static void sendGeneratorThatAnswers(FuzzProbe probe) {
        SendGenerator<Integer, Integer> echo =
                sendGenerator(
                        y -> {
                            try (var _ = probe.openForTurns()) {
                                int got = y.yield(0);
                                while (got < 3) {
                                    sleep(millis(1));
                                    got = y.yield(got);
                                }
                            }
                        });
        try (echo) {
            echo.next();
            echo.send(1);
            sleep(Duration.ZERO);
            echo.send(2);
        }
    }
}
