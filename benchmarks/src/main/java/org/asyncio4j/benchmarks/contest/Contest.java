package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs groups of measurements: {@code [--quick] [--rounds N] [GROUP...]}. */
public final class Contest {
    private Contest() {}

    /**
     * The working directory is that of the benchmarks.
     *
     * @param arguments what is to be measured and how, all groups if none is named
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Effort effort = Effort.FULL;
        int rounds = 0;
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> effort = Effort.QUICK;
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                default -> wanted.add(arguments[i]);
            }
        }
        if (rounds > 0) {
            effort = effort.withRounds(rounds);
        }
        Path home = Path.of("").toAbsolutePath();
        var programs = new Programs(home);
        List<Group> groups =
                List.of(
                        new TaskContest(programs),
                        new ParkedContest(programs),
                        new EchoContest(programs),
                        new TlsContest(programs),
                        new IdleContest(programs),
                        new IoContest(programs),
                        new GrowthContest(programs),
                        new StartContest(programs));
        check(wanted, groups);
        var report =
                new Report(home.resolveSibling("docs/performance.md"), home.resolve("target/json"));
        for (Group group : groups) {
            if (wanted.isEmpty()
                    ? effort.isQuick() && group.isLong()
                    : !wanted.contains(group.name())) {
                continue;
            }
            if (group.missing() == null) {
                run(group, effort, report);
            } else {
                System.err.println("skipped: " + group.name() + " (no " + group.missing() + ")");
            }
        }
    }

    private static void check(Set<String> wanted, List<Group> groups) {
        List<String> known = groups.stream().map(Group::name).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                System.err.println("no group " + name + ": there are " + String.join(", ", known));
                System.exit(2);
            }
        }
    }

    /** In a hurry only ours and those that bars name, where there are bars. */
    private static List<Contestant> contestants(Group group, Effort effort)
            throws IOException, InterruptedException {
        List<Contestant> all = group.contestants();
        Set<String> named = new TreeSet<>(List.of(all.getFirst().name()));
        group.bars().forEach(bar -> named.addAll(bar.peers()));
        return !effort.isQuick() || group.bars().isEmpty()
                ? all
                : all.stream().filter(one -> named.contains(one.name())).toList();
    }

    private static void run(Group group, Effort effort, Report report)
            throws IOException, InterruptedException {
        List<Contestant> contestants = contestants(group, effort);
        List<String> skipped = new ArrayList<>();
        for (Contestant contestant : contestants) {
            if (contestant.missing() != null) {
                skipped.add(contestant.name() + " (no " + contestant.missing() + ")");
            }
        }
        var samples = new Samples();
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Contestant contestant : contestants) {
                if (contestant.missing() == null) {
                    System.err.printf(
                            "%s, round %d of %d: %s%n",
                            group.name(), round, effort.rounds(), contestant.name());
                    group.measure(contestant, effort)
                            .forEach(
                                    (metric, value) ->
                                            samples.add(metric, contestant.name(), value));
                }
            }
        }
        String text = text(group, contestants, samples, effort, skipped);
        IO.println(text);
        report.writeJson(group, contestants, samples);
        if (!effort.isQuick()) { // such figures are of programs that are not warm
            report.writeDocument(group, samples, text);
        }
    }

    private static String text(
            Group group,
            List<Contestant> contestants,
            Samples samples,
            Effort effort,
            List<String> skipped) {
        var table = new Table(group, contestants, samples);
        String ours = contestants.getFirst().name();
        var pictures = new StringBuilder();
        for (String picture : new TreeSet<>(group.pictures(samples).keySet())) {
            pictures.append("![%s](%s)\n\n".formatted(group.title(), picture));
        }
        return """
        ## %s

        %s Median of %d interleaved rounds (min-max); bold: how many times better %s is, the median of the rounds.
        %s
        %s
        %s
        %s
        %s"""
                .formatted(
                        group.title(),
                        group.explanation(),
                        effort.rounds(),
                        ours,
                        Machine.describe() + ".",
                        skipped.isEmpty() ? "" : "Skipped: " + String.join(", ", skipped) + ".\n",
                        table.values(),
                        table.bars(),
                        pictures);
    }
}
