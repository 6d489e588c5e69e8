package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

class ExceptionGroupTest {
    private final IOException disk = new IOException("disk");
    private final FileNotFoundException file = new FileNotFoundException("file");
    private final IllegalStateException state = new IllegalStateException("state");
    private final AssertionError assertion = new AssertionError("assertion");

    private static ExceptionGroup group(String message, Throwable... exceptions) {
        return new ExceptionGroup(message, List.of(exceptions));
    }

    /** The structure of a group: {@code outer[a, inner[b]]}. */
    private static String show(Throwable error) {
        return error instanceof ExceptionGroup group
                ? group.message()
                        + group.exceptions().stream()
                                .map(ExceptionGroupTest::show)
                                .collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(error.getMessage());
    }

    private static String show(ExceptionGroup.Split split) {
        return (split.match() == null ? "nothing" : show(split.match()))
                + " | "
                + (split.rest() == null ? "nothing" : show(split.rest()));
    }

    // ---- making

    @Test
    void group_made_holdsExceptionsInOrder() {
        var group = group("all", disk, assertion, state);
        assertEquals(List.of(disk, assertion, state), group.exceptions());
        assertEquals("all", group.message());
        assertNull(group.getCause());
    }

    @Test
    void message_ofGroup_tellsTheNumber() {
        assertEquals(
                "unhandled errors in a TaskGroup (1 sub-exception)",
                group("unhandled errors in a TaskGroup", disk).getMessage());
        assertEquals(
                "unhandled errors in a TaskGroup (2 sub-exceptions)",
                group("unhandled errors in a TaskGroup", disk, state).getMessage());
        assertEquals(
                "org.asyncio4j.ExceptionGroup:  (1 sub-exception)", group("", disk).toString());
    }

    @Test
    void group_ofNothing_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> make("empty", List.of()));
    }

    @Test
    @SuppressWarnings("NullAway") // what the annotations forbid
    void group_withNull_isRefused() {
        assertThrows(NullPointerException.class, () -> make(null, List.of(disk)));
        assertThrows(NullPointerException.class, () -> make("null", null));
        assertThrows(NullPointerException.class, () -> make("null", Arrays.asList(disk, null)));
    }

    private static void make(String message, List<? extends Throwable> exceptions) {
        var _ = new ExceptionGroup(message, exceptions);
    }

    @Test
    void exceptions_afterTheListGivenChanged_areTheSame() {
        var list = new ArrayList<Throwable>(List.of(disk));
        var group = new ExceptionGroup("all", list);
        list.set(0, state);
        assertEquals(List.of(disk), group.exceptions());
        assertThrows(UnsupportedOperationException.class, () -> group.exceptions().set(0, state));
    }

    @Test
    void exceptions_areSuppressedOnesToo_forToolsThatKnowNoGroups() {
        assertEquals(List.of(disk, state), List.of(group("all", disk, state).getSuppressed()));
    }

    @Test
    void leaves_ofNestedGroups_comeInOrder() {
        var group = group("a", disk, group("b", state, group("c", assertion)), file);
        assertEquals(List.of(disk, state, assertion, file), group.leaves());
        assertThrows(UnsupportedOperationException.class, () -> group.leaves().clear());
    }

    @Test
    void group_serialised_comesBack() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(group("a", disk, group("b", state)));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals("a[disk, b[state]]", show((ExceptionGroup) in.readObject()));
        }
    }

    // ---- splitting

    @Test
    void split_byType_keepsTheNesting() {
        var group = group("a", disk, state, group("b", file, assertion));
        assertEquals(
                "a[disk, b[file]] | a[state, b[assertion]]", show(group.split(IOException.class)));
    }

    @Test
    void split_byCondition_keepsTheNesting() {
        var group = group("a", disk, state, group("b", file, assertion));
        Predicate<Throwable> unchecked = e -> !(e instanceof IOException);
        assertEquals("a[state, b[assertion]] | a[disk, b[file]]", show(group.split(unchecked)));
    }

    @Test
    void split_groupWithoutAnyOnOneSide_isLeftOutThere() {
        var group = group("a", disk, group("b", state, group("c", assertion)));
        assertEquals("a[disk] | a[b[state, c[assertion]]]", show(group.split(IOException.class)));
        assertEquals("a[b[c[assertion]]] | a[disk, b[state]]", show(group.split(Error.class)));
    }

    @Test
    void split_noneMatches_givesTheGroupItselfAsRest() {
        var group = group("a", disk, group("b", state));
        assertNull(group.split(Error.class).match());
        assertSame(group, group.split(Error.class).rest());
    }

    @Test
    void split_allMatch_givesTheGroupItself() {
        var group = group("a", disk, group("b", state));
        assertSame(group, group.split(Exception.class).match());
        assertNull(group.split(Exception.class).rest());
    }

    @Test
    void split_innerGroupAllOnOneSide_isTheSameObject() {
        var inner = group("b", state);
        var split = group("a", disk, inner).split(IllegalStateException.class);
        assertNotNull(split.match());
        assertSame(inner, split.match().exceptions().getFirst());
    }

    /** A group is a RuntimeException whatever it holds. */
    @Test
    void split_typeThatGroupsHave_asksTheLeavesOnly() {
        var group = group("a", disk, group("b", state, assertion));
        assertEquals(
                "a[b[state]] | a[disk, b[assertion]]", show(group.split(RuntimeException.class)));
        var asked = new ArrayList<Throwable>();
        var _ = group.split(asked::add);
        assertEquals(group.leaves(), asked);
    }

    @Test
    void split_byTheTypeOfGroups_isRefused() {
        var group = group("a", disk);
        assertThrows(
                IllegalArgumentException.class, () -> group.split(ExceptionGroup.class).match());
        assertThrows(
                IllegalArgumentException.class,
                () -> group.handle(ExceptionGroup.class, e -> {}).rethrowRest());
    }

    @Test
    void split_group_keepsTraceCauseAndSuppressed() {
        var group = group("a", disk, state);
        var cause = new Exception("cause");
        var suppressed = new Exception("suppressed");
        group.initCause(cause);
        group.addSuppressed(suppressed);
        var match = group.subgroup(IOException.class);
        assertNotNull(match);
        assertEquals(List.of(group.getStackTrace()), List.of(match.getStackTrace()));
        assertSame(cause, match.getCause());
        assertEquals(List.of(disk, suppressed), List.of(match.getSuppressed()));
        assertEquals("a (1 sub-exception)", match.getMessage());
    }

    @Test
    void subgroup_isTheMatchingSide() {
        var group = group("a", disk, group("b", file, state));
        assertEquals("a[b[file]]", show(group.subgroup(FileNotFoundException.class)));
        assertEquals("a[b[state]]", show(group.subgroup(e -> e == state)));
        assertNull(group.subgroup(Error.class));
        assertNull(group.subgroup(e -> false));
    }

    // ---- handling

    @Test
    void handle_type_isCalledForEachLeafInOrder() {
        var handled = new ArrayList<IOException>();
        group("a", disk, group("b", file)).handle(IOException.class, handled::add).rethrowRest();
        assertEquals(List.of(disk, file), handled);
    }

    @Test
    void rethrowRest_someUnhandled_throwsTheseNestedAsTheyWere() {
        var group = group("a", disk, state, group("b", file, assertion));
        var handling =
                group.handle(IOException.class, e -> {})
                        .handle(IllegalStateException.class, e -> {});
        var rest = assertThrows(ExceptionGroup.class, handling::rethrowRest);
        assertEquals("a[b[assertion]]", show(rest));
        assertEquals(List.of(group.getStackTrace()), List.of(rest.getStackTrace()));
    }

    @Test
    void rethrowRest_nothingHandled_throwsTheGroupItself() {
        var group = group("a", disk, group("b", file));
        var handling = group.handle(Error.class, e -> {});
        assertSame(group, assertThrows(ExceptionGroup.class, handling::rethrowRest));
    }

    @Test
    void handle_leafHandledBefore_isNotHandledAgain() {
        var log = new ArrayList<String>();
        group("a", file, disk)
                .handle(FileNotFoundException.class, e -> log.add("first " + e.getMessage()))
                .handle(IOException.class, e -> log.add("second " + e.getMessage()))
                .handle(Throwable.class, e -> log.add("third " + e.getMessage()))
                .rethrowRest();
        assertEquals(List.of("first file", "second disk"), log);
    }

    @Test
    void handler_throwsWhatItWasGiven_leavesItUnhandledInItsPlace() {
        var group = group("a", disk, state, group("b", file, assertion));
        var handling =
                group.handle(
                                IOException.class,
                                e -> {
                                    throw e;
                                })
                        .handle(IllegalStateException.class, e -> {})
                        .handle(IOException.class, e -> assertEquals("not called", e.getMessage()));
        var rest = assertThrows(ExceptionGroup.class, handling::rethrowRest);
        assertEquals("a[disk, b[file, assertion]]", show(rest));
    }

    @Test
    void handler_throwsAnother_isCalledForTheOthersAndItsErrorsComeFirst() {
        var group = group("a", disk, state, group("b", file, assertion));
        var handling =
                group.handle(AssertionError.class, e -> {})
                        .handle(
                                IOException.class,
                                e -> {
                                    throw new Exception("no " + e.getMessage());
                                });
        var rest = assertThrows(ExceptionGroup.class, handling::rethrowRest);
        assertEquals("errors while handling: a[no disk, no file, a[state]]", show(rest));
    }

    @Test
    void handler_throwsAnotherAndNothingIsLeft_givesAGroupOfThat() {
        var handling =
                group("a", disk)
                        .handle(
                                IOException.class,
                                e -> {
                                    throw state;
                                });
        var rest = assertThrows(ExceptionGroup.class, handling::rethrowRest);
        assertEquals("errors while handling: a[state]", show(rest));
    }

    @Test
    void handle_oneObjectTwiceInTheGroup_isCalledTwice() {
        var handled = new ArrayList<Throwable>();
        group("a", disk, group("b", disk)).handle(IOException.class, handled::add).rethrowRest();
        assertEquals(List.of(disk, disk), handled);
    }

    @AsyncTest
    void handler_isCancelled_endsTheTaskCancelled() {
        var group = group("a", disk, file);
        var task =
                createTask(
                        () ->
                                group.handle(IOException.class, e -> sleep(seconds(1)))
                                        .rethrowRest());
        sleep(millis(10));
        task.cancel("enough");
        var error = assertThrows(CancelledError.class, task::await);
        assertTrue(task.isCancelled());
        assertEquals("enough", error.getMessage());
        assertEquals(List.of(group), List.of(error.getSuppressed()));
    }

    @Test
    void handler_runsOutOfMemory_endsTheHandling() {
        var error = new OutOfMemoryError("heap");
        var group = group("a", disk, file);
        assertSame(
                error,
                assertThrows(
                        OutOfMemoryError.class,
                        () ->
                                group.handle(
                                                IOException.class,
                                                e -> {
                                                    throw error;
                                                })
                                        .rethrowRest()));
    }

    // ---- printing

    private static <E extends Throwable> E at(E error, String... methods) {
        error.setStackTrace(
                Arrays.stream(methods)
                        .map(method -> new StackTraceElement("App", method, "App.java", 7))
                        .toArray(StackTraceElement[]::new));
        return error;
    }

    private static String print(Throwable error) {
        var text = new StringWriter();
        var writer = new PrintWriter(text);
        error.printStackTrace(writer);
        writer.flush();
        return text.toString().replace("\t", "    ").replace(System.lineSeparator(), "\n");
    }

    @Test
    void printStackTrace_nestedGroups_printsANumberedTree() {
        at(disk, "read", "main");
        at(file, "open");
        at(state, "check");
        var inner = at(group("inner", file, state), "inner");
        var group = at(group("unhandled errors in a TaskGroup", disk, inner), "group", "main");
        assertEquals(
                """
                org.asyncio4j.ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
                    at App.group(App.java:7)
                    at App.main(App.java:7)
                  +---------------- 1 ----------------
                  | java.io.IOException: disk
                  |     at App.read(App.java:7)
                  |     at App.main(App.java:7)
                  +---------------- 2 ----------------
                  | org.asyncio4j.ExceptionGroup: inner (2 sub-exceptions)
                  |     at App.inner(App.java:7)
                  |   +---------------- 1 ----------------
                  |   | java.io.FileNotFoundException: file
                  |   |     at App.open(App.java:7)
                  |   +---------------- 2 ----------------
                  |   | java.lang.IllegalStateException: state
                  |   |     at App.check(App.java:7)
                  |   +-----------------------------------
                  +-----------------------------------
                """,
                print(group));
    }

    @Test
    void printStackTrace_causesAndSuppressed_areAllThere() {
        at(state, "check", "main");
        at(file, "close", "main");
        disk.initCause(state);
        disk.addSuppressed(file);
        at(disk, "read", "main");
        var group = at(group("a", disk), "group", "main");
        group.initCause(at(new Exception("cause"), "before", "main"));
        group.addSuppressed(at(new Exception("suppressed"), "after", "main"));
        assertEquals(
                """
                org.asyncio4j.ExceptionGroup: a (1 sub-exception)
                    at App.group(App.java:7)
                    at App.main(App.java:7)
                  +---------------- 1 ----------------
                  | java.io.IOException: disk
                  |     at App.read(App.java:7)
                  |     at App.main(App.java:7)
                  |     Suppressed: java.io.FileNotFoundException: file
                  |         at App.close(App.java:7)
                  |         ... 1 more
                  | Caused by: java.lang.IllegalStateException: state
                  |     at App.check(App.java:7)
                  |     ... 1 more
                  +-----------------------------------
                    Suppressed: java.lang.Exception: suppressed
                        at App.after(App.java:7)
                        ... 1 more
                Caused by: java.lang.Exception: cause
                    at App.before(App.java:7)
                    ... 1 more
                """,
                print(group));
    }

    @Test
    void printStackTrace_groupInACause_isATreeThere() {
        disk.initCause(at(group("inner", at(file, "open")), "inner"));
        assertEquals(
                """
                org.asyncio4j.ExceptionGroup: a (1 sub-exception)
                  +---------------- 1 ----------------
                  | java.io.IOException: disk
                  | Caused by: org.asyncio4j.ExceptionGroup: inner (1 sub-exception)
                  |     at App.inner(App.java:7)
                  |   +---------------- 1 ----------------
                  |   | java.io.FileNotFoundException: file
                  |   |     at App.open(App.java:7)
                  |   +-----------------------------------
                  +-----------------------------------
                """,
                print(at(group("a", at(disk)))));
    }

    @Test
    void printStackTrace_circlesAndRepetitions_arePrintedOnce() {
        var group = at(group("a", at(disk), at(state), disk));
        state.initCause(group);
        assertEquals(
                """
                org.asyncio4j.ExceptionGroup: a (3 sub-exceptions)
                  +---------------- 1 ----------------
                  | java.io.IOException: disk
                  +---------------- 2 ----------------
                  | java.lang.IllegalStateException: state
                  | Caused by: [printed above: org.asyncio4j.ExceptionGroup: a (3 sub-exceptions)]
                  +---------------- 3 ----------------
                  | [printed above: java.io.IOException: disk]
                  +-----------------------------------
                """,
                print(group));
    }

    @Test
    void printStackTrace_messageOfSeveralLines_keepsTheMargin() {
        var group = at(group("a", at(new Exception("one\ntwo"))));
        assertEquals(
                """
                org.asyncio4j.ExceptionGroup: a (1 sub-exception)
                  +---------------- 1 ----------------
                  | java.lang.Exception: one
                  | two
                  +-----------------------------------
                """,
                print(group));
    }

    @Test
    void printStackTrace_toAStream_isTheSame() {
        var group = group("a", disk, group("b", state));
        var bytes = new ByteArrayOutputStream();
        group.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertEquals(
                print(group),
                bytes.toString(StandardCharsets.UTF_8)
                        .replace("\t", "    ")
                        .replace(System.lineSeparator(), "\n"));
    }

    /** The JDK does not ask an inner exception to print itself. */
    @Test
    void printStackTrace_ofAnExceptionThatAGroupCaused_hasTheLeaves() {
        var text = print(new RuntimeException("outer", group("a", disk, group("b", state))));
        assertTrue(text.contains("Suppressed: java.io.IOException: disk"), text);
        assertTrue(text.contains("Suppressed: java.lang.IllegalStateException: state"), text);
    }
}
