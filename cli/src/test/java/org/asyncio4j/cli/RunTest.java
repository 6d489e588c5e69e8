package org.asyncio4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.cli.ProgramFile.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.ToolProvider;

/** Compiles and starts programs in this JVM. They report by the system property {@code ran}. */
class RunTest {
    private static final String REPORT = "System.setProperty(\"ran\", \"yes\");";

    @TempDir Path directory;

    private final ClassLoader loaderBefore = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        System.clearProperty("ran");
        Thread.currentThread().setContextClassLoader(loaderBefore);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void main() { RAN }",
                "void main(String[] args) { RAN }",
                "static void main(String... args) { RAN }",
                "public class Program { public static void main(String[] args) { RAN } }",
                "class Program { static void main() { RAN } }",
                "class Program { protected void main() { RAN } }",
                "class Program { Program() {} void main(String[] args) { RAN } }",
                "enum Program { ONE; static void main(String[] args) { RAN } }",
                "interface Program { static void main(String[] args) { RAN } }",
                "record Program() { void main() { RAN } }",
                "class Other { void main() { RAN } } class Program { void main() {} }",
                "class Program extends Base {} class Base { void main() { RAN } }",
                "class Program implements Base {} interface Base { default void main() { RAN } }",
                "class Program { void main() {} static void main(String[] args) { RAN } }",
                "class Program { void main() { RAN } private static void main(String[] args) {} }",
                "class Program { void main() { RAN } static int main(String[] a) { return 1; } }",
                "package a.b; class Program { void main() { RAN } }",
                "import module java.base; record R(List<R> rs) {} void main() { RAN }",
            })
    void main_anyForm_isRun(String source) throws Throwable {
        assertEquals(new Result(0, "", ""), run(source.replace("RAN", REPORT)));
        assertEquals("yes", System.getProperty("ran"));
    }

    @Test
    void arguments_arePassedOn() throws Throwable {
        var program =
                program("void main(String[] a) { System.setProperty(\"ran\", a[0] + a[1]); }");

        program.run("a b", "*");

        assertEquals("a b*", System.getProperty("ran"));
    }

    @Test
    void contextClassLoader_isTheOneOfTheProgram() throws Throwable {
        run(
                """
                class Program {
                    static void main(String[] args) throws Exception {
                        var loader = Thread.currentThread().getContextClassLoader();
                        if (loader.loadClass("Program") == Program.class) {
                            RAN
                        }
                    }
                }
                """
                        .replace("RAN", REPORT));

        assertEquals("yes", System.getProperty("ran"));
    }

    @Test
    void compile_errors_areReportedAsJavacReportsThem() throws Throwable {
        var program = program("void main() {\n    int x = \"one\";\n    y();\n}\n");

        var expected =
                """
                FILE:2: error: incompatible types: String cannot be converted to int
                    int x = "one";
                            ^
                FILE:3: error: cannot find symbol
                    y();
                    ^
                  symbol:   method y()
                  location: class Program
                2 errors
                """
                        .replace("FILE", program.path().toString())
                        .replace("\n", System.lineSeparator());
        assertEquals(new Result(1, "", expected), program.run());
    }

    @Test
    void compile_warningsAndNotes_areNotReported() throws Throwable {
        var source =
                """
                @SuppressWarnings("x")
                void main() {
                    java.util.List raw = new java.util.ArrayList();
                    raw.add(new java.util.Date(1, 1, 1));
                }
                """;

        assertEquals(new Result(0, "", ""), run(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Program {}",
                "class Program { private static void main(String[] args) {} }",
                "class Program { static int main(String[] args) { return 0; } }",
            })
    void main_absent_isReported(String source) throws Throwable {
        assertFails("no main method in class Program: declare void main()", source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Program { private Program() {} void main() {} }",
                "class Program { Program(int x) {} void main() {} }",
                "abstract class Program { void main() {} }",
                "interface Program { default void main() {} }",
            })
    void instance_thatCannotBeMade_isReported(String source) throws Throwable {
        assertFails(
                "no instance of class Program for its main method: make main static, or declare a"
                        + " constructor without parameters",
                source);
    }

    @Test
    void file_withoutClass_isReported() throws Throwable {
        var program = program("// nothing yet\n");

        assertEquals(
                new Result(
                        1, "", "asyncio: no class in " + program.path() + System.lineSeparator()),
                program.run());
    }

    @Test
    void exception_ofMain_isRethrown() throws Exception {
        var program = program("void main() throws Exception { throw new IOException(); }");

        var e = assertThrows(IOException.class, program::run);

        assertEquals("Program.main(Program.java:1)", e.getStackTrace()[0].toString());
    }

    @Test
    void exception_ofInitialiser_isRethrown() throws Exception {
        var program = program("static final int X = 1 / 0; static void main() {}");

        var e = assertThrows(ExceptionInInitializerError.class, program::run);

        assertInstanceOf(ArithmeticException.class, e.getCause());
    }

    @Test
    void classPath_itsClassesAndResourcesAreThere() throws Throwable {
        Path library = Files.createDirectory(directory.resolve("library"));
        Path source = library.resolve("Greeting.java");
        Files.writeString(
                source, "package lib; public class Greeting { public static String x = \"hi\"; }");
        Files.writeString(library.resolve("name.txt"), "there");
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", library.toString(), source.toString());
        assertEquals(0, status);
        var program =
                program(
                        """
                        import lib.Greeting;
                        void main() throws IOException {
                            var loader = Thread.currentThread().getContextClassLoader();
                            try (var in = loader.getResourceAsStream("name.txt")) {
                                System.setProperty("ran", Greeting.x + new String(in.readAllBytes()));
                            }
                        }
                        """);

        String path = library + File.pathSeparator + directory;
        var result = ProgramFile.execute("run", "--class-path", path, program.path().toString());

        assertEquals(new Result(0, "", ""), result);
        assertEquals("hithere", System.getProperty("ran"));
    }

    private Result run(String source) throws Throwable {
        return program(source).run();
    }

    private void assertFails(String message, String source) throws Throwable {
        var expected = new Result(1, "", "asyncio: " + message + System.lineSeparator());
        assertEquals(expected, run(source));
    }

    private ProgramFile program(String source) throws IOException {
        return ProgramFile.write(directory, "Program.java", source);
    }
}
