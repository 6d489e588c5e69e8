package org.asyncio4j;

import org.asyncio4j.internal.signals.SigInt;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Several loops, each with a thread of its own, for programs that want more than one processor. One
 * for each processor unless told otherwise.
 *
 * <pre>{@code
 * void main() throws IOException {
 *     try (var group = LoopGroup.open()) {
 *         group.startServer(connection -> serve(connection), "0.0.0.0", 8000);
 *         group.join();
 *     }
 * }
 * }</pre>
 *
 * <p>The handler is the one that {@link Asyncio#startServer} takes. The port is one; a connection
 * belongs to the loop that has got it and stays there, with its tasks, futures and timers. Handlers
 * of one loop take turns as ever and need no locks between them. What handlers of <em>all</em>
 * loops share is shared between threads: let it be immutable, made for threads ({@link
 * java.util.concurrent}), or owned by one loop, to which the others send messages. Messages go by
 * {@link ThreadsafeQueue}, {@link Asyncio#runCoroutineThreadsafe}, {@link
 * EventLoop#callSoonThreadsafe} and {@link ThreadsafeEvent} only: a {@code Queue}, a {@code Future}
 * or a {@code Connection} of another loop must not be touched.
 *
 * <p>Threads: {@link #submit}, {@link #nextLoop}, {@link #stop} and {@link #loops} may be called
 * from anywhere, tasks included. The other calls wait for the loops, and are for plain threads such
 * as {@code main}; on a loop they are refused. An interrupt of the thread that waits cancels what
 * it waits for and is answered by {@link CancelledError}, as in {@link Runner#run}; so is Ctrl-C on
 * the JVM's main thread, by {@link KeyboardInterrupt}. A second Ctrl-C ends the JVM, as does one
 * while nothing is waited for.
 *
 * <p>asyncio has no such thing: its programs start a process for each processor.
 */
public final class LoopGroup implements AutoCloseable {
    private static final Cancellation INTERRUPTED =
            Cancellation.by("an interrupt", "the thread that waits for the group was interrupted");

    private final Options options;
    private final List<GroupMember> members = new ArrayList<>();
    final List<Loop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    /** The servers that were started here and are not closed. */
    private final Set<GroupServer> servers = ConcurrentHashMap.newKeySet();

    /** Ends what {@link #join} waits for. */
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    private volatile boolean closing;

    private LoopGroup(Options options) {
        this.options = options;
        boolean done = false;
        try {
            for (int i = 1; i <= options.loops; i++) {
                members.add(new GroupMember(options, i));
            }
            done = true;
        } finally {
            if (!done) { // out of file descriptors
                members.forEach(GroupMember::discard);
            }
        }
        this.loops = members.stream().map(member -> member.loop).toList();
        for (GroupMember member : members) {
            member.start();
            var _ = member.closed().whenComplete((nothing, error) -> ended(error));
        }
    }

    private void ended(@Nullable Throwable error) {
        if (error == null) {
            stop();
        } else {
            stopped.completeExceptionally(error);
        }
    }

    /**
     * How a group is made.
     *
     * @param loops how many there are
     * @param grace how long {@link LoopGroup#close} lets handlers go on before it cancels them
     * @param roundRobin whether connections are dealt to the loops in turn
     * @param debug debug mode; null for the default, see {@link Runner.Options}
     * @param loopFactory makes the loops, on the thread that opens the group; null for {@link
     *     Asyncio#newEventLoop()}
     */
    public record Options(
            int loops,
            Duration grace,
            boolean roundRobin,
            @Nullable Boolean debug,
            @Nullable Supplier<? extends EventLoop> loopFactory) {
        static final Options DEFAULT =
                new Options(
                        Runtime.getRuntime().availableProcessors(),
                        Duration.ZERO,
                        false,
                        null,
                        null);

        /** Checks the number of loops and the grace period. */
        public Options {
            if (loops <= 0) {
                throw new IllegalArgumentException("loops must be positive: " + loops);
            }
            if (grace.isNegative()) {
                throw new IllegalArgumentException("grace must not be negative: " + grace);
            }
        }

        /** These options with another number of loops. */
        public Options withLoops(int count) {
            return new Options(count, grace, roundRobin, debug, loopFactory);
        }

        /**
         * These options with time for handlers to finish when the group is closed; none unless set.
         */
        public Options withGrace(Duration period) {
            return new Options(loops, period, roundRobin, debug, loopFactory);
        }

        /**
         * These options with one loop that accepts all connections and deals them to the loops in
         * turn, or with a listening socket on each loop, between which the system spreads them.
         *
         * <p>The system's way costs nothing and is the usual one on Linux. It spreads by chance:
         * many short connections evenly, a few long ones not. Elsewhere systems do not spread, and
         * for Unix sockets none does: there connections are dealt whatever is set.
         */
        public Options withRoundRobin(boolean inTurn) {
            return new Options(loops, grace, inTurn, debug, loopFactory);
        }

        /** These options with debug mode on or off. */
        public Options withDebug(boolean on) {
            return new Options(loops, grace, roundRobin, on, loopFactory);
        }

        /** These options with another source of loops. */
        public Options withLoopFactory(Supplier<? extends EventLoop> factory) {
            return new Options(loops, grace, roundRobin, debug, factory);
        }

        Runner.Options runner() {
            return new Runner.Options(debug, loopFactory);
        }
    }

    /** A group with a loop for each processor. The loops run from now on. */
    public static LoopGroup open() {
        return new LoopGroup(Options.DEFAULT);
    }

    /** A group with options: {@code LoopGroup.open(o -> o.withLoops(4))}. */
    public static LoopGroup open(UnaryOperator<Options> configure) {
        return new LoopGroup(configure.apply(Options.DEFAULT));
    }

    // ---- loops

    /** The loops, each running on a thread of its own. */
    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** The loop whose turn it is to get work, each time another one. */
    public EventLoop nextLoop() {
        return inTurn();
    }

    private Loop inTurn() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    // ---- work

    /**
     * Runs the work as a task of the loop whose turn it is, which may be the caller's own. For a
     * loop of choice there is {@link Asyncio#runCoroutineThreadsafe}.
     *
     * @return its result, which a task should {@linkplain Asyncio#await(CompletableFuture) await}
     *     and a plain thread may {@code join}. Cancelling it cancels the task.
     * @throws IllegalStateException if the group is closed
     */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Block<T, ?> work) {
        return submitWork(work);
    }

    /** {@link #submit(Block)} for work without a result. */
    public CompletableFuture<Void> submit(VoidBlock<?> work) {
        return submitWork(work);
    }

    private <T extends @Nullable Object> CompletableFuture<T> submitWork(Object work) {
        Loop loop = inTurn();
        if (Loop.runningOrNull() == loop) {
            return Bridges.unwrap(loop.<T>newTask(work, TaskOptions.DEFAULT));
        }
        return Bridges.runThreadsafe(loop, work);
    }

    /**
     * Runs the main function as a task on each loop at once, waits until all have ended, and
     * returns their results in the order of {@link #loops}. If one fails the others are cancelled
     * and waited for, and its error is thrown. One that is cancelled leaves the others alone.
     *
     * <p>This is the form for programs whose loops have more than a handler in common with a
     * program of one loop, such as a server each that {@linkplain ServerOptions#withReusePort
     * shares its port} with the others:
     *
     * <pre>{@code
     * group.runOnEach(() -> {
     *     try (var server = startServer(handler, "0.0.0.0", 8000, o -> o.withReusePort(true))) {
     *         server.serveForever();
     *     }
     * });
     * }</pre>
     *
     * @param main called once on each loop, so it must not be a coroutine, task or future
     * @throws CancelledError if a main task was cancelled, or this thread interrupted
     * @throws KeyboardInterrupt if Ctrl-C cancelled them
     */
    public <T extends @Nullable Object, X extends Throwable> List<T> runOnEach(Block<T, X> main)
            throws X {
        if (main instanceof Awaitable<?>) {
            throw new IllegalArgumentException(
                    "there is only one of " + main + "; give a block that can run on each loop");
        }
        return runEach(main);
    }

    /** {@link #runOnEach(Block)} for a main function without a result. */
    public <X extends Throwable> void runOnEach(VoidBlock<X> main) throws X {
        runEach(main);
    }

    private <T extends @Nullable Object> List<T> runEach(Object main) {
        checkUsable();
        var _ = Site.of(main); // while the caller is on the stack
        return EachLoop.call(loops, main);
    }

    // ---- servers

    /**
     * {@link #startServer(ConnectionHandler, String, int, UnaryOperator)} with the usual options.
     */
    public GroupServer startServer(ConnectionHandler handler, @Nullable String host, int port)
            throws IOException {
        return startServer(handler, host, port, UnaryOperator.identity());
    }

    /**
     * Listens on one TCP port for all loops, and starts a task for each connection on the loop that
     * gets it. See {@link Asyncio#startServer}, and {@link Options#withRoundRobin} for how
     * connections are spread.
     *
     * <p>Unless the options say {@linkplain ServerOptions#withReusePort otherwise}, a port that
     * another program or server listens on is refused, although the loops share it.
     *
     * @param handler serves a connection, which is closed when it returns; called on all loops
     * @param host the address to listen on, null for all
     * @param port the port, 0 for any free one
     * @param configure the options of each loop's server, called several times; {@linkplain
     *     ServerOptions#withMaxConnections the limit} of connections is that of all together, in
     *     equal parts where the system spreads them
     * @throws java.net.BindException if that is not possible
     */
    public GroupServer startServer(
            ConnectionHandler handler,
            @Nullable String host,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        checkUsable();
        var _ = Site.of(handler); // while the caller is on the stack
        List<String> hosts = host == null || host.isEmpty() ? List.of() : List.of(host);
        boolean shared = !options.roundRobin && GroupServer.systemSpreads();
        return remember(
                shared
                        ? GroupServer.shared(this, handler, hosts, port, configure)
                        : GroupServer.dealt(this, handler, hosts, port, configure));
    }

    /** {@link #startUnixServer(ConnectionHandler, Path, UnaryOperator)} with the usual options. */
    public GroupServer startUnixServer(ConnectionHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, UnaryOperator.identity());
    }

    /**
     * Listens on a Unix socket for all loops, to which connections are dealt in turn. See {@link
     * Asyncio#startUnixServer}.
     *
     * @throws java.net.BindException if that is not possible
     */
    public GroupServer startUnixServer(
            ConnectionHandler handler, Path path, UnaryOperator<ServerOptions> configure)
            throws IOException {
        checkUsable();
        var _ = Site.of(handler); // while the caller is on the stack
        return remember(GroupServer.dealt(this, handler, path, configure));
    }

    private GroupServer remember(GroupServer server) {
        servers.add(server);
        return server;
    }

    void forget(GroupServer server) {
        servers.remove(server);
    }

    private void checkUsable() {
        checkPlainThread();
        if (closing) {
            throw new IllegalStateException("the loop group is closed");
        }
    }

    static void checkPlainThread() {
        if (Loop.runningOrNull() != null) {
            throw new IllegalStateException(
                    "this waits for other loops and would block this one;"
                            + " call it from a plain thread");
        }
    }

    // ---- ending

    /**
     * Waits for {@link #stop}, for Ctrl-C, or until the group is closed by another thread.
     *
     * @throws KeyboardInterrupt if Ctrl-C was pressed
     * @throws CancelledError if this thread was interrupted, which it stays
     */
    public void join() {
        checkPlainThread();
        CompletableFuture<@Nullable Void> over = stopped.copy();
        try (SigInt signal = EachLoop.handleCtrlC(() -> over.complete(null))) {
            over.get();
            if (signal != null && signal.wasReceived()) {
                throw ExitCode.on(new KeyboardInterrupt(null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledError(INTERRUPTED);
        } catch (ExecutionException e) {
            throw new AssertionError("a loop of the group broke", e.getCause());
        }
    }

    /** Lets {@link #join} return, whose caller then closes the group. Never waits. */
    public void stop() {
        stopped.complete(null);
    }

    /**
     * Ends the servers, letting handlers go on for as long as the {@linkplain Options#withGrace
     * grace} lasts, cancels the tasks that are left, waits until all have ended, and closes the
     * loops. Closing twice is allowed.
     *
     * <p>If this thread is interrupted meanwhile, nothing is waited for any more: tasks are
     * cancelled at each of their suspension points, and what is unsent is dropped. The thread stays
     * interrupted.
     */
    @Override
    public void close() {
        checkPlainThread();
        if (!closing) {
            closing = true;
            stop();
            for (int i = 0; i < members.size(); i++) {
                int number = i;
                Loop loop = loops.get(i);
                VoidBlock<RuntimeException> end = () -> end(number);
                loop.post(() -> loop.newTask(end, Asyncio.eager())); // no cancel is faster
            }
        }
        boolean interrupted = false;
        for (GroupMember member : members) {
            interrupted |= awaitClosed(member);
        }
        servers.forEach(GroupServer::closed);
        servers.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Winds one loop up, on it. */
    private void end(int number) {
        try {
            List<VoidBlock<?>> closings = new ArrayList<>();
            for (GroupServer server : servers) {
                closings.add(() -> server.closePart(number, options.grace));
            }
            Asyncio.gather(closings.toArray(VoidBlock<?>[]::new));
        } finally {
            loops.get(number).stop();
        }
    }

    /** Waits for the end of a loop; returns whether that was interrupted. */
    private boolean awaitClosed(GroupMember member) {
        boolean interrupted = false;
        while (true) {
            try {
                member.closed().get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                members.forEach(GroupMember::hurry);
            } catch (ExecutionException e) {
                return interrupted; // join() has told, or nobody wanted to know
            }
        }
    }

    @Override
    public String toString() {
        String state = closing ? "closed" : "open";
        return "<LoopGroup "
                + state
                + " loops="
                + loops.size()
                + " servers="
                + servers.size()
                + ">";
    }
}
