package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The API as the compiler sees it, in compact source files with the two import lines of the guide.
 * What is meant to compile does so without a warning; what is not is an error.
 */
class SignatureTest {
    @TempDir Path dir;

    private static final String HEADER =
            """
            import org.asyncio4j.*;
            import static org.asyncio4j.Asyncio.*;

            Coroutine<Integer> fetch(int id) { return async(() -> id); }
            Coroutine<Void> ping() { return async(() -> sleep(millis(1))); }
            int plain() { return 1; }
            String read() throws java.io.IOException { return ""; }
            void write() throws java.io.IOException { }
            void twoArguments(int a, int b) { }
            void show(Object item) { }
            String text(int n) { return ""; }

            void main() throws Exception {
            """;

    /** What the compiler says of each program. All in one go, because each go takes its time. */
    private List<String> compile(List<String> bodies) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-Xlint:all",
                                "-Werror",
                                "-XDshould-stop.ifNoError=FLOW", // checks all, writes no classes
                                "-XDshould-stop.ifError=FLOW",
                                "-cp",
                                classPath()));
        for (int i = 0; i < bodies.size(); i++) {
            Path file = dir.resolve("Program" + i + ".java");
            Files.writeString(file, HEADER + bodies.get(i) + "\n}\n");
            arguments.add(file.toString());
        }
        var text = new StringWriter();
        var output = new PrintWriter(text);
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(output, output, arguments.toArray(String[]::new));
        List<String> lines = text.toString().lines().toList();
        return IntStream.range(0, bodies.size())
                .mapToObj(
                        i ->
                                lines.stream()
                                        .filter(line -> line.contains("Program" + i + ".java:"))
                                        .collect(Collectors.joining("; ")))
                .toList();
    }

    private static String classPath() {
        try {
            return Path.of(
                            Asyncio.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static final String CHANNELS =
            "Receiver<String> words = null; Receiver<Integer> numbers = null;"
                    + " Sender<String> sender = null; Task<Integer> task = null; ";

    /** What the guide teaches. */
    private static final List<String> RIGHT =
            List.of(
                    // running
                    "run(() -> sleep(seconds(1)));",
                    "int n = run(() -> 1);",
                    "int n = run(this::plain);",
                    "int n = run(fetch(1));",
                    "String s = run(this::read);",
                    "run(this::write);",
                    // awaiting
                    "int n = await(fetch(1));",
                    "int n = fetch(1).await();",
                    "await(ping());",
                    "String s = await(java.util.concurrent.CompletableFuture.supplyAsync(() -> \"\"));",
                    "java.util.concurrent.CompletionStage<String> c = null; String s = await(c);",
                    "java.util.concurrent.Future<String> c = null; String s = await(c);",
                    "List<Integer> l = Stream.of(fetch(1), fetch(2)).map(Asyncio::await).toList();",
                    "try { await(fetch(1), IOException.class); } catch (IOException e) { }",
                    "try { mayThrow(IOException.class); await(fetch(1)); } catch (IOException e) { }",
                    // tasks
                    "Task<Integer> t = createTask(() -> 1);",
                    "Task<Void> t = createTask(() -> sleep(millis(1)));",
                    "Task<Void> t = createTask(() -> { write(); });",
                    "Task<String> t = createTask(this::read);",
                    "Task<Integer> t = createTask(fetch(1));",
                    "Task<Integer> t = createTask(named(\"x\"), fetch(1));",
                    "Task<Void> t = createTask(named(\"x\"), () -> { while (true) { sleep(millis(1)); } });",
                    "Task<String> t = createTask(() -> { throw new IOException(); });",
                    "createTask(() -> { if (plain() > 0) throw new IOException(); });",
                    "Task<Integer> t = createTask(createTask(() -> 1));",
                    "var tasks = new ArrayList<Task<?>>(); tasks.add(createTask(() -> sleep(millis(1))));",
                    "Awaitable<Integer> a = fetch(1); Block<Integer, RuntimeException> b = a;",
                    "Block<Integer, ?> b = createTask(() -> 1);",
                    "Set<Task<?>> all = allTasks(); Task<?> me = currentTask();",
                    // gathering
                    "List<Integer> l = gather(fetch(1), createTask(() -> 2), () -> 3, this::plain);",
                    "List<Integer> l = gather(fetch(1), fetch(2));",
                    "List<Number> l = gather(() -> 1, () -> 2.0);",
                    "gather(() -> sleep(millis(1)), () -> sleep(millis(2)));",
                    "gather(ping(), ping());",
                    "List<Integer> l = gather();",
                    "List<Integer> l = gather(List.of(fetch(1), fetch(2)));",
                    "List<Integer> l = gather(IntStream.range(0, 9).mapToObj(i -> fetch(i)).toList());",
                    "List<Integer> l = gather(new ArrayList<Task<Integer>>());",
                    "record P(int a, String b) { } P p = gather(() -> 1, () -> \"b\", P::new);",
                    "int n = gather(fetch(1), createTask(() -> 2), Integer::sum);",
                    "String s = gather(fetch(1), () -> \"b\", this::plain, (a, b, c) -> a + b + c);",
                    // generators
                    "Generator<Integer> g = generator(y -> { y.yield(1); });",
                    "Generator<Integer> g = generator(y -> y.yieldFrom(List.of(1, 2)));",
                    "for (int i : generator((Generator.Yielder<Integer> y) -> y.yield(1))) { }",
                    "Generator<String> g = generator(y -> { while (true) { y.yield(read()); } });",
                    "Generator<Long> g = generator(y -> y.yield(1L)); try (g) { long l = g.next(); }",
                    "SendGenerator<Integer, String> g = sendGenerator(y -> { String s = y.yield(1); });",
                    "SendGenerator<Integer, String> g = sendGenerator(y -> { y.yield(1); return read(); });",
                    "SendGenerator<Integer, String> g = sendGenerator(y -> { while (true) { y.yield(1); } });",
                    "SendGenerator<Integer, String> g = sendGenerator(y -> { throw new IOException(); });",
                    "SendGenerator<Integer, String> g = sendGenerator(y -> y.yield(1)); g.send(\"x\");",
                    "Generator<Number> g = Generator.from(List.of(1, 2)); Iterator<Number> i = g;",
                    "Generator<Number> g = Generator.merge(Generator.from(List.of(1)), Generator.from(List.of(2.0)));",
                    "Generator<String> g = Generator.from(Stream.of(1, 2)).map(i -> \"\" + i).filter(s -> true).take(1);",
                    "for (var e : Generator.from(List.of(1)).enumerate()) { long l = e.index(); int v = e.value(); }",
                    "Generator<Number> g = Generator.asCompleted(List.of(fetch(1), fetch(2)));",
                    "List<Integer> l = Generator.from(List.of(1)).buffer(2).stream().toList();",
                    "java.util.concurrent.Flow.Publisher<Integer> p = Generator.from(List.of(1)).publisher();",
                    // waiting
                    "WaitResult<Task<Integer>> r = waitAll(List.of(createTask(() -> 1)));",
                    "WaitResult<Task<Integer>> r = waitAny(Set.of(createTask(() -> 1)), seconds(1));",
                    "WaitResult<Future<?>> r = waitFirstException(new ArrayList<Future<?>>());",
                    "int n = waitFor(fetch(1), seconds(1));",
                    "int n = waitFor(createTask(() -> 1), seconds(1));",
                    "waitFor(() -> sleep(millis(1)), seconds(1));",
                    "int n = timeout(seconds(1), fetch(1));",
                    "int n = timeout(seconds(0.5), () -> 1);",
                    "timeout(seconds(1), () -> sleep(millis(1)));",
                    "try { timeout(seconds(1), this::read); } catch (IOException e) { }",
                    "try { timeout(seconds(1), this::write); } catch (IOException e) { }",
                    "try { timeout(seconds(1), this::plain); } catch (TimeoutException e) { }",
                    // threads
                    "String s = toThread(this::read);",
                    "toThread(this::write);",
                    "toThread(() -> Thread.sleep(1));",
                    "var f = runCoroutineThreadsafe(null, fetch(1)); int n = f.get();",
                    "runCoroutineThreadsafe(null, () -> sleep(millis(1))).join();",
                    // groups of errors
                    "try { write(); } catch (ExceptionGroup g) {"
                            + " g.handle(IOException.class, e -> write())"
                            + ".handle(Throwable.class, e -> { throw e; }).rethrowRest(); }",
                    "var g = new ExceptionGroup(\"\", List.of(new IOException()));"
                            + " var rest = g.split(e -> e instanceof IOException).rest();",
                    "ExceptionGroup g = null; List<Throwable> l = g.exceptions();"
                            + " g = g.subgroup(IOException.class);",
                    // context variables
                    "ContextVar<String> v = ContextVar.of(\"v\"); v.with(\"a\", () -> sleep(millis(1)));",
                    "ContextVar<String> v = ContextVar.of(\"v\"); String s = v.with(\"a\", this::read);",
                    "var v = ContextVar.withDefault(\"v\", 1); int n = run(v::get) + toThread(v::get);",
                    "ContextVar<String> v = ContextVar.of(\"v\"); var token = v.set(\"\"); v.reset(token);",
                    "Context c = copyContext(); int n = c.run(this::plain); c.run(this::write);",
                    "Task<Integer> t = createTask(named(\"x\").context(new Context()), () -> 1);",
                    "try (var r = Runner.open()) { int n = r.run(new Context(), () -> 1); }",
                    "getRunningLoop().callSoon(new Context(), () -> { });",
                    // groups and scopes
                    "taskGroup(g -> g.createTask(() -> 1));",
                    "taskGroup(g -> { g.createTask(() -> write()); });",
                    "int n = taskGroup(g -> plain());",
                    "int n = taskGroup(g -> { var t = g.createTask(() -> 1); return 2; });",
                    "taskGroup(g -> { while (true) { sleep(seconds(1)); } });",
                    "taskGroup(g -> { throw new IOException(); });",
                    "taskGroup(g -> { int port = g.start(status -> { status.started(80); }); });",
                    "taskGroup(g -> { g.createTask(named(\"x\").eager(), this::read); g.cancel(); });",
                    "try { taskGroup(g -> { write(); }); } catch (ExceptionGroup e) { e.handle(IOException.class, x -> IO.println(x)).rethrowRest(); }",
                    "boolean b = cancelScope(s -> { s.setShielding(true); s.cancel(\"x\"); });",
                    "Optional<Integer> o = cancelScope(s -> { return 1; });",
                    "Optional<Integer> o = moveOnAfter(seconds(1), () -> plain());",
                    "boolean b = moveOnAfter(seconds(1), () -> sleep(seconds(2)));",
                    "boolean b = moveOnAfter(seconds(1), s -> { s.setDeadline(null); write(); });",
                    "boolean b = moveOnAt(getRunningLoop().time(), () -> sleep(seconds(2)));",
                    "String s = failAfter(seconds(1), this::read);",
                    "String s = failAfter(seconds(1), scope -> read());",
                    "failAfter(seconds(1), scope -> { write(); });",
                    "Optional<Duration> d = currentEffectiveDeadline();",
                    "timeout(seconds(1), t -> { t.reschedule(seconds(2)); });",
                    "int n = timeout(seconds(1), t -> { t.reschedule(null); return plain(); });",
                    "int n = timeout(null, fetch(1));",
                    "int n = timeoutAt(getRunningLoop().time(), () -> 1);",
                    // the rest of tasks
                    "createTask(eager(), () -> sleep(seconds(1)));",
                    "int n = shield(fetch(1)); String s = shield(this::read); shield(this::write);",
                    "for (Future<Integer> f : asCompleted(List.of(fetch(1), createTask(() -> 2)))) { }",
                    "for (Coroutine<Integer> c : asCompleted(List.of(fetch(1))).awaitables()) { await(c); }",
                    "List<Outcome<Integer>> l = gatherOutcomes(fetch(1), () -> 2);",
                    "for (var o : gatherOutcomes(fetch(1))) { switch (o) { case Outcome.Success(var n) -> IO.println(n); case Outcome.Failure(var e) -> IO.println(e); case Outcome.Cancelled(var e) -> IO.println(e); } }",
                    "RaceResult<Integer> r = staggeredRace(List.of(fetch(1), fetch(2)), null);",
                    "Future<Integer> f = ensureFuture(fetch(1)); f = ensureFuture(() -> 1);",
                    "Future<String> f = wrapFuture(java.util.concurrent.CompletableFuture.completedFuture(\"\")); f.toCompletableFuture().join();",
                    "getRunningLoop().setTaskFactory(eagerTaskFactory());",
                    "getRunningLoop().setTaskFactory((l, work, options) -> Task.of(l, work, options.named(\"x\")));",
                    // queues and channels
                    "var queue = new Queue<String>(3); queue.put(\"\"); String s = queue.get();",
                    "Queue<Integer> queue = new PriorityQueue<>(); for (int i : queue.items()) { }",
                    "var queue = new PriorityQueue<String>(Comparator.comparing(String::length));",
                    "Queue<Integer> queue = new LifoQueue<>(); queue.drainTo(new ArrayList<Number>());",
                    "Task<Integer> t = createTask(new Queue<Integer>()::get);",
                    "var channel = Channel.<String>open(); for (String s : channel.receiver()) { }",
                    "Channel<Integer> channel = Channel.open(0); try (var sender = channel.sender().copy()) { sender.send(1); }",
                    "Channel<Integer> channel = Channel.unbounded(); createTask(() -> { try (var r = channel.receiver()) { return r.receive(); } });",
                    CHANNELS
                            + "String s = select(words.onReceive(w -> w + 1), Select.after(seconds(1), () -> \"\"));",
                    CHANNELS
                            + "int n = select(words.onReceive(w -> w.length()), numbers.onReceive(i -> i), Select.otherwise(() -> 0));",
                    CHANNELS
                            + "String s = select(words.onReceive(w -> w, () -> \"end\"), sender.onSend(\"\", () -> \"sent\"));",
                    CHANNELS
                            + "String s = select(Select.onDone(task, t -> \"\" + (t.result() + 1)), numbers.onReceive(this::text));",
                    CHANNELS
                            + "Number n = select(numbers.onReceive(i -> i), Select.after(seconds(1), () -> 2.0));",
                    CHANNELS
                            + "Optional<String> o = select(words.onReceive(Optional::of), Select.after(seconds(1), () -> Optional.empty()));",
                    CHANNELS
                            + "String s = select(words.onReceive(w -> { show(w); return w; }), Select.otherwise(() -> null));",
                    CHANNELS
                            + "select(words.onReceive(this::show), sender.onSend(\"\", () -> show(1)));",
                    CHANNELS
                            + "select(words.onReceive(w -> { show(w); }), Select.after(seconds(1), () -> { show(1); }));",
                    CHANNELS + "select(words.onReceive(w -> show(w), () -> show(1)));",
                    CHANNELS
                            + "while (true) { select(words.onReceive(w -> { }), numbers.onReceive(n -> { })); }",
                    CHANNELS
                            + "try { select(words.onReceive(w -> { write(); })); } catch (IOException e) { }",
                    CHANNELS
                            + "try { String s = select(words.onReceive(w -> read()), Select.otherwise(() -> \"\")); } catch (IOException e) { }",
                    CHANNELS
                            + "String s = select(List.of(words, words).stream().map(r -> r.onReceive(w -> w)).toList());",
                    CHANNELS
                            + "var cases = new ArrayList<Select.Case<String, RuntimeException>>(); cases.add(words.onReceive(w -> w)); cases.add(Select.after(seconds(1), () -> \"\")); String s = select(cases);",
                    // locks and the like
                    "var lock = new Lock(); try (var _ = lock.hold()) { write(); }",
                    "int n = new Lock().hold(() -> 1); n = new Lock().hold(fetch(1));",
                    "new Lock().hold(() -> sleep(millis(1)));",
                    "try { String s = new Semaphore(3).hold(this::read); } catch (IOException e) { }",
                    "try { new BoundedSemaphore(3).hold(this::write); } catch (IOException e) { }",
                    "var lock = new Lock(); var c = new Condition(lock);"
                            + " c.hold(() -> { c.awaitFor(() -> plain() > 0); c.notifyOne(); });",
                    "var c = new Condition(); c.hold(c::notifyAllWaiters);",
                    "Holdable any = new CapacityLimiter(2); any.hold(() -> write());",
                    "int n = new Barrier(1).await();",
                    "try { new Barrier(2).await(); } catch (BrokenBarrierException e) { }",
                    "var event = new Event(); event.set(); timeout(seconds(1), () -> event.await());",
                    "Event event = new Event(); gather(event::await, event::await);",
                    // between threads
                    "var q = new ThreadsafeQueue<String>(9); q.put(\"\"); String s = q.get(); for (String i : q.items()) { }",
                    "var q = new ThreadsafeQueue<Integer>(); int n = timeout(seconds(1), q::get); createTask(q::join); createTask(q::get);",
                    "var q = new ThreadsafeQueue<Integer>(); int n = toThread(q.blocking()::take); toThread(() -> q.blocking().put(1));",
                    "var q = new ThreadsafeQueue<Integer>(); boolean b = q.blocking().offer(1, seconds(1)); Integer i = q.blocking().poll(seconds(1));",
                    "var e = new ThreadsafeEvent(); createTask(e::await); timeout(seconds(1), e::await); e.set();",
                    "var e = new ThreadsafeEvent(); toThread(e.blocking()::await); boolean b = e.blocking().awaitFor(seconds(1));",
                    // names that the JDK has too mean ours
                    "var queue = new PriorityQueue<Integer>(); queue.put(1); queue.shutdown();",
                    "Future<String> f = Future.pending(); f.setResult(\"\"); String s = f.await();",
                    "try { sleep(millis(1)); } catch (TimeoutException | InvalidStateException e) { }",
                    "try (var runner = Runner.open(o -> o.withDebug(true))) { runner.run(() -> 1); }");

    private static final List<String> WRONG =
            List.of(
                    "await(() -> 5);", // a lambda is called, not awaited
                    "int n = await(ping());", // Void
                    "Coroutine<Long> c = async(() -> 1);", // Integer
                    "run(() -> { read(); return 1; }); }  void other() { run(this::read);", // checked
                    "try { await(fetch(1)); } catch (IOException e) { }", // not declared
                    "try { timeout(seconds(1), () -> plain()); } catch (IOException e) { }",
                    "waitAll(List.of(fetch(1)));", // coroutines must be made tasks
                    "sleep(1);", // no raw numbers for time
                    "createTask(this::twoArguments);",
                    "new Coroutine<Integer>(null);",
                    "Task<Integer> t = new Task<>();",
                    "TaskOptions.named(\"x\");", // Asyncio.named
                    "try { taskGroup(g -> { write(); }); } catch (IOException e) { }", // never as
                    // it is
                    "int n = moveOnAfter(seconds(1), () -> 1);", // perhaps there is none
                    "try { failAfter(seconds(1), () -> 1); } catch (IOException e) { }", // not
                    // declared
                    CHANNELS
                            + "select(words.onReceive(w -> show(w)), numbers.onReceive(n -> { }));", // braces
                    CHANNELS + "int n = select(words.onReceive(w -> w));",
                    CHANNELS
                            + "try { select(words.onReceive(w -> { })); } catch (IOException e) { }",
                    CHANNELS + "sender.onSend(1, () -> { });",
                    "new Channel<String>(1);",
                    "ContextVar<String> v = ContextVar.of(\"v\"); v.set(1);",
                    "new Semaphore() { };",
                    "Semaphore s = new Semaphore(1); s.acquire(2);", // the JDK's
                    "boolean b = new Lock().hold(() -> sleep(millis(1)));",
                    "try { new Lock().hold(() -> 1); } catch (IOException e) { }"); // not declared

    @Test
    void programs_asInTheGuide_compileWithoutWarnings() throws IOException {
        List<String> messages = compile(RIGHT);
        assertAll(
                IntStream.range(0, RIGHT.size())
                        .mapToObj(i -> () -> assertEquals("", messages.get(i), RIGHT.get(i))));
    }

    @Test
    void programs_wrong_doNotCompile() throws IOException {
        List<String> messages = compile(WRONG);
        assertAll(
                IntStream.range(0, WRONG.size())
                        .mapToObj(i -> () -> assertNotEquals("", messages.get(i), WRONG.get(i))));
    }

    static Stream<String> publicNames() {
        return Arrays.stream(Asyncio.class.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(method -> method.getName())
                .distinct();
    }

    /** Such a method would win over the static import in every class. */
    @ParameterizedTest
    @MethodSource("publicNames")
    void functionOfAsyncio_name_isNoMethodOfObject(String name) {
        Set<String> ofObject =
                Arrays.stream(Object.class.getDeclaredMethods())
                        .map(method -> method.getName())
                        .collect(Collectors.toSet());
        assertFalse(ofObject.contains(name), name);
    }
}
