package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * A program that takes part.
 *
 * @param name what it is called in tables
 * @param command how it is started
 * @param missing what this machine lacks for it; null if it can be started
 */
record Contestant(String name, List<String> command, @Nullable String missing) {
    static Contestant of(String name, List<String> command) {
        return new Contestant(name, command, null);
    }

    /** The same with more arguments. */
    Contestant with(String... arguments) {
        return new Contestant(
                name, Stream.concat(command.stream(), Stream.of(arguments)).toList(), missing);
    }

    static Contestant missing(String name, String what) {
        return new Contestant(name, List.of(), what);
    }
}
