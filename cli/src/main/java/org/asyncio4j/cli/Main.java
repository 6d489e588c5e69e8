package org.asyncio4j.cli;

import org.asyncio4j.KeyboardInterrupt;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** The {@code asyncio} command: {@code asyncio run FILE.java} compiles a program and runs it. */
public final class Main {
    private static final String USAGE =
            """
            Usage: asyncio run [--class-path PATH] FILE.java [ARGUMENT...]
                   asyncio --help
                   asyncio --version

            run   Compiles a program of one file and runs it. The file is a compact source
                  file (void main() without a class), or its first class has a main method.
                  The arguments after the file are the program's. The path is a list of jars and
                  directories, as for java, for programs that need more than asyncio4j.

            Environment:
              ASYNCIO_JAVA_HOME   the JDK 25 to run on; otherwise one is looked for
              ASYNCIO_JAVA_OPTS   options for the Java virtual machine, such as -ea or -Xmx4g
              ASYNCIO_CACHE_DIR   where compiled programs are kept, none if empty; otherwise
                                  $XDG_CACHE_HOME/asyncio4j or ~/.cache/asyncio4j
            """;

    /** What a shell reports for a program that SIGINT ended. */
    private static final int EXIT_INTERRUPTED = 130;

    private Main() {}

    /**
     * Runs one command. An exception that the program does not catch leaves through here, so that
     * the JVM treats it like any other: it reports it and exits with status 1.
     *
     * @param args the command and its arguments
     * @throws Throwable what the program threw, without the frames that launched it
     */
    public static void main(String[] args) throws Throwable {
        ClassArchive.removeIfRefused();
        int status = execute(args, ProgramCache.of(System.getenv()), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int execute(String[] args, ProgramCache cache, PrintStream out, PrintStream err)
            throws Throwable {
        if (args.length == 0) {
            err.print(USAGE);
            return 2;
        }
        try {
            switch (args[0]) {
                case "run" -> {
                    return run(Arrays.copyOfRange(args, 1, args.length), cache, err);
                }
                case "help", "--help", "-h" -> out.print(USAGE);
                case "version", "--version" -> out.println(version());
                default ->
                        throw CommandException.usage(
                                "no such command: " + args[0] + " (see asyncio --help)");
            }
            return 0;
        } catch (CommandException e) {
            err.println("asyncio: " + e.getMessage());
            return e.status();
        }
    }

    private static int run(String[] args, ProgramCache cache, PrintStream err) throws Throwable {
        boolean hasPath = args.length > 0 && args[0].equals("--class-path");
        if (hasPath && args.length == 1) {
            throw CommandException.usage("--class-path needs a list of jars and directories");
        }
        ClassPath classPath = ClassPath.ofLauncher();
        if (hasPath) {
            classPath = classPath.with(args[1]);
        }
        return run(classPath, Arrays.copyOfRange(args, hasPath ? 2 : 0, args.length), cache, err);
    }

    private static int run(ClassPath classPath, String[] args, ProgramCache cache, PrintStream err)
            throws Throwable {
        var program = SourceCompiler.compile(sourceFile(args), classPath, cache, err);
        if (program == null) {
            return 1;
        }
        @SuppressWarnings("resource") // the program may load classes as long as the JVM lives
        var loader = new ProgramLoader(program.classes(), classPath);
        Thread.currentThread().setContextClassLoader(loader);
        try {
            MainMethod.invoke(
                    loader.loadClass(program.mainClass()),
                    Arrays.copyOfRange(args, 1, args.length));
            return 0;
        } catch (KeyboardInterrupt _) {
            return EXIT_INTERRUPTED;
        } catch (Throwable e) {
            StackTraces.trim(e);
            throw e;
        }
    }

    private static Path sourceFile(String[] args) throws CommandException {
        if (args.length == 0) {
            throw CommandException.usage("run needs a file: asyncio run FILE.java [ARGUMENT...]");
        }
        var file = Path.of(args[0]);
        if (!Files.exists(file)) {
            throw CommandException.usage("no such file: " + file);
        }
        if (Files.isDirectory(file)) {
            throw CommandException.usage("a directory, not a .java file: " + file);
        }
        if (!file.toString().endsWith(".java")) {
            throw CommandException.usage("not a .java file: " + file);
        }
        if (!Files.isReadable(file)) {
            throw CommandException.usage("not readable: " + file);
        }
        return file;
    }

    /** The version stands in the manifest of our jar. */
    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return "asyncio4j %s on Java %s"
                .formatted(Objects.requireNonNullElse(version, "unpackaged"), Runtime.version());
    }
}
