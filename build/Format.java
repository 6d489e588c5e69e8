import java.util.spi.ToolProvider;

/**
 * Checks the format of every Java file below the working directory, or mends it with {@code fix}.
 * google-java-format must be on the class path.
 */
void main(String[] args) throws IOException {
    boolean fix = List.of(args).contains("fix");
    // Broken strings take it two passes to settle.
    var command = new ArrayList<>(List.of("--aosp", "--skip-reflowing-long-strings"));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(sources());

    int status =
            ToolProvider.findFirst("google-java-format")
                    .orElseThrow()
                    .run(System.out, System.err, command.toArray(String[]::new));
    if (status != 0 && !fix) {
        System.err.println("The files above are not formatted. To mend: mvn -q -Pformat validate");
    }
    System.exit(status);
}

List<String> sources() throws IOException {
    var found = new ArrayList<String>();
    Files.walkFileTree(
            Path.of(""),
            new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    String name = dir.getFileName().toString();
                    return name.equals("target") || name.startsWith(".")
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java")) {
                        found.add(file.toString());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
    return found;
}
