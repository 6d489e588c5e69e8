package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In JVMs of their own, as SLF4J starts once. */
class ParserLoggingTest {
    static final class UseTheParser {
        public static void main(String[] args) {
            new ResponseParser().begin(false);
            System.out.println(System.getProperty("slf4j.internal.verbosity"));
        }
    }

    private static String output(boolean withProvider, String... options) throws Exception {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> withProvider || !path.contains("slf4j-jdk14"))
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString()),
                                Stream.of(options),
                                Stream.of("-cp", classPath, UseTheParser.class.getName()))
                        .flatMap(part -> part)
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.replace(System.lineSeparator(), "|");
    }

    @Test
    void program_withoutProvider_printsNothing() throws Exception {
        assertEquals("null|", output(false));
    }

    @Test
    void program_withProvider_printsNothing() throws Exception {
        assertEquals("null|", output(true));
    }

    @Test
    void program_thatSetTheVerbosity_isLeftAlone() throws Exception {
        assertEquals("ERROR|", output(false, "-Dslf4j.internal.verbosity=ERROR"));
    }
}
