package org.asyncio4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A script for one primitive, and what happened when CPython ran it. {@code differential.py} makes
 * both and describes the format.
 *
 * @param name kind, family and number
 * @param arguments what the primitive is made with
 * @param log what happened with CPython
 */
record DifferentialScript(
        String name,
        List<Integer> arguments,
        List<Worker> workers,
        List<String> driver,
        List<String> log) {
    /**
     * A task that uses the primitive.
     *
     * @param survives how many cancels it swallows
     * @param isTidy whether it gives back what it holds when it ends
     */
    record Worker(int survives, boolean isTidy, List<String> ops) {}

    String kind() {
        return words(name).getFirst();
    }

    /** Whether cancels are left out that would meet a task which was woken and has not run. */
    boolean skipsLateCancels() {
        return words(name).get(1).equals("plain");
    }

    static List<DifferentialScript> read(Path file) throws IOException {
        var scripts = new ArrayList<DifferentialScript>();
        try (var in = new GZIPInputStream(Files.newInputStream(file));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                scripts.add(read(line, lines));
            }
        }
        return scripts;
    }

    private static DifferentialScript read(String header, BufferedReader lines) throws IOException {
        List<Integer> arguments = List.of();
        var workers = new ArrayList<Worker>();
        List<String> driver = List.of();
        for (String line : linesUntil("log", lines)) {
            List<String> words = words(line);
            List<String> rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "with" -> arguments = rest.stream().map(Integer::valueOf).toList();
                case "driver" -> driver = rest;
                default ->
                        workers.add(
                                new Worker(
                                        Integer.parseInt(rest.get(0)),
                                        rest.get(1).equals("tidy"),
                                        rest.subList(2, rest.size())));
            }
        }
        String name = header.substring("script ".length());
        return new DifferentialScript(name, arguments, workers, driver, linesUntil("end", lines));
    }

    private static List<String> linesUntil(String last, BufferedReader lines) throws IOException {
        var result = new ArrayList<String>();
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the file ends before \"" + last + "\"");
            }
            if (line.equals(last)) {
                return result;
            }
            result.add(line);
        }
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("script ").append(name).append(", with ").append(arguments);
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            text.append("\n  ").append(i);
            text.append(" survives ").append(worker.survives);
            text.append(worker.isTidy ? ", tidy: " : ": ");
            text.append(String.join(" ", worker.ops));
        }
        return text.append("\n  driver: ").append(String.join(" ", driver)).toString();
    }
}
