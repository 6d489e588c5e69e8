package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.internal.net.Connector;
import org.asyncio4j.internal.net.Listener;
import org.asyncio4j.internal.net.Names;
import org.asyncio4j.internal.net.Transports;
import org.asyncio4j.internal.scheduler.Channels;
import org.asyncio4j.internal.scheduler.Scheduler;
import org.asyncio4j.internal.scheduler.Strand;
import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.ExceptionHandler;
import org.asyncio4j.lowlevel.ForeignWakeup;
import org.asyncio4j.lowlevel.Handle;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Resolver;
import org.asyncio4j.lowlevel.TaskFactory;
import org.asyncio4j.lowlevel.TimerHandle;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The event loop: futures and tasks on a {@link Scheduler}. */
final class Loop extends SocketLoop implements Scheduler.Host {
    private static final Cancellation INTERRUPTED =
            Cancellation.by("an interrupt", "the thread that runs the loop was interrupted");

    /**
     * How often a closing loop looks again at tasks that are blocked in JDK calls, a tenth of a
     * second in all: it may be a lock of the JDK's that another thread has for a moment.
     */
    private static final int MOST_LOOKS_AT_BLOCKED = 20;

    private static final long LOOK_AT_BLOCKED_NANOS = 5_000_000;

    private static final AtomicBoolean FALLBACK_TOLD = new AtomicBoolean();

    /** Makes the loops of programs that do not say otherwise. Replaced by tests of programs. */
    static volatile Supplier<Loop> defaultFactory = () -> new Loop(Clock.system());

    final Scheduler scheduler;
    private final DefaultExecutor defaultExecutor = new DefaultExecutor(this);

    final CancelWatch cancelWatch = new CancelWatch(this);

    /** The groups whose blocks have not ended, in the order they were opened. */
    final Set<TaskGroup> openGroups = new LinkedHashSet<>();

    final OpenGenerators generators = new OpenGenerators(this);

    final TaskMaker taskMaker = new TaskMaker(this);
    final UnfinishedTasks unfinished = new UnfinishedTasks();
    final TrackedList tracked = new TrackedList();

    /** What tells other threads that they wait in vain. They may add and remove. */
    final Set<Runnable> whenClosed = ConcurrentHashMap.newKeySet();

    /** What says that tasks of this loop do not come soon, called whenever the loop stops. */
    final Set<Runnable> whenStopped = ConcurrentHashMap.newKeySet();

    final ErrorReports errors = new ErrorReports(this);
    private Resolver resolver = Resolver.system();
    private boolean debug;
    private Duration slowCallbackDuration = Duration.ofMillis(100);

    Loop(Clock clock) {
        this.scheduler = new Scheduler(clock, this);
        Tracked.prepare();
        setDebug(debugByDefault());
    }

    private static boolean debugByDefault() {
        String variable = System.getenv("ASYNCIO_DEBUG");
        return Boolean.getBoolean("asyncio4j.debug") || (variable != null && !variable.isEmpty());
    }

    // ---- which loop

    static @Nullable Loop runningOrNull() {
        Strand strand = Strand.current();
        return strand == null ? null : (Loop) strand.scheduler().host();
    }

    static Loop running() {
        Loop loop = runningOrNull();
        if (loop == null) {
            throw new IllegalStateException("no event loop is running on this thread");
        }
        return loop;
    }

    /** For assertions: whether the calling thread may touch what is confined to this loop. */
    boolean isConfined() {
        return !scheduler.isRunning() || scheduler.isOnLoop();
    }

    /** Checks in debug mode, where asyncio does too. */
    void checkThread() {
        checkOpen();
        checkConfined();
    }

    /** {@link #checkThread} for what may be used after the loop was closed. */
    void checkConfined() {
        if (debug && !isConfined()) {
            throw new IllegalStateException(
                    "a call that is not thread-safe came from a thread that is not the loop's;"
                            + " use callSoonThreadsafe");
        }
    }

    private void checkOpen() {
        if (scheduler.isClosed()) {
            throw new IllegalStateException("the event loop is closed");
        }
    }

    // ---- running

    @Override
    public <T extends @Nullable Object, X extends Throwable> T runUntilComplete(Block<T, X> main)
            throws X {
        return await(main);
    }

    @Override
    public <X extends Throwable> void runUntilComplete(VoidBlock<X> main) throws X {
        await(main);
    }

    private <T extends @Nullable Object> T await(Object main) {
        checkRunnable();
        return runUntilDone(taskMaker.<T>ensureFuture(main));
    }

    <T extends @Nullable Object> T runUntilDone(Future<T> future) {
        if (future.loop != this) {
            throw new IllegalStateException(future + " belongs to another loop");
        }
        var over = new boolean[1];
        Consumer<Future<?>> onDone =
                done -> {
                    if (!over[0]) { // or, if something else has stopped us, it would stop the next
                        scheduler.stop();
                    }
                };
        future.addInternalCallback(onDone);
        run(() -> future.cancelWith(INTERRUPTED));
        over[0] = true;
        if (!future.isDone()) {
            future.removeInternalCallback(onDone);
            throw new IllegalStateException("the event loop stopped before the work was done");
        }
        return future.result();
    }

    @Override
    public void runForever() {
        checkRunnable();
        run(scheduler::stop);
    }

    /** Checks that the calling thread may run this loop now. */
    void checkRunnable() {
        checkOpen();
        if (scheduler.isRunning()) {
            throw new IllegalStateException("this event loop is already running");
        }
        checkNoneRuns();
    }

    static void checkNoneRuns() {
        if (Strand.current() != null) {
            throw new IllegalStateException(
                    "cannot run an event loop while another one runs on this thread");
        }
    }

    /**
     * Runs the loop on a thread of its own and waits for it, because a virtual thread cannot carry
     * a loop and a carrier loses interrupts.
     *
     * @param onInterrupt what to do on the loop when the waiting thread is interrupted
     */
    private void run(Runnable onInterrupt) {
        tellFallback();
        var failure = new Throwable[1];
        Thread thread = scheduler.start(error -> failure[0] = error);
        boolean interrupted = false;
        var over = new boolean[1];
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                scheduler.callSoonThreadsafe(
                        () -> {
                            if (!over[0]) { // or it would hit the next run
                                onInterrupt.run();
                            }
                        });
            }
        }
        over[0] = true;
        whenStopped.forEach(Runnable::run);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure[0] != null) {
            throw new AssertionError("the event loop broke", failure[0]);
        }
    }

    private void tellFallback() {
        if (!scheduler.blockingCallsSuspendOnlyTheTask()
                && FALLBACK_TOLD.compareAndSet(false, true)) {
            Log.asyncio()
                    .log(
                            Level.INFO,
                            "running on the "
                                    + scheduler.backendName()
                                    + " back-end, where blocking calls block the loop; start Java with "
                                    + Scheduler.carriedOption()
                                    + " for the faster one, where they do not");
        }
    }

    @Override
    public void stop() {
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return scheduler.isRunning();
    }

    @Override
    public boolean isClosed() {
        return scheduler.isClosed();
    }

    @Override
    public void close() {
        if (scheduler.isRunning()) {
            throw new IllegalStateException("cannot close a running event loop");
        }
        if (scheduler.isClosed()) {
            return;
        }
        endTasks();
        while (!generators.isEmpty()) { // a body that ends may leave another one
            generators.closeInCallbacks();
            runBriefly();
            endTasks(); // those that a body has started
        }
        tracked.expireAll();
        defaultExecutor.shutdown();
        scheduler.close();
        whenClosed.forEach(Runnable::run);
        if (debug) {
            Log.asyncio().log(Level.DEBUG, () -> "Closed " + this);
        }
    }

    /** Ends what is left: every suspension point those tasks are at or reach is cancelled. */
    private void endTasks() {
        int looks = 0;
        for (List<Task<?>> left = tasks(); !left.isEmpty(); ) {
            left.forEach(Task::end);
            runBriefly();
            List<Task<?>> still = tasks();
            if (still.size() == left.size() && still.stream().allMatch(Task::isForeign)) {
                if (looks++ == MOST_LOOKS_AT_BLOCKED) {
                    return; // they end where ordinary virtual threads run
                }
                LockSupport.parkNanos(LOOK_AT_BLOCKED_NANOS);
            }
            left = still;
        }
    }

    /** Runs what is queued, and what that queues. */
    private void runBriefly() {
        scheduler.callSoon(() -> scheduler.callSoon(scheduler::stop));
        run(() -> {});
    }

    // ---- callbacks

    @Override
    public Handle callSoon(Runnable callback) {
        checkThread();
        return scheduler.callSoon(inCopy(callback));
    }

    @Override
    public Handle callSoon(Context context, Runnable callback) {
        checkThread();
        return scheduler.callSoon(in(context, callback));
    }

    @Override
    public Handle callSoonThreadsafe(Runnable callback) {
        checkOpen();
        return scheduler.callSoonThreadsafe(inCopy(callback));
    }

    @Override
    public Handle callSoonThreadsafe(Context context, Runnable callback) {
        checkOpen();
        return scheduler.callSoonThreadsafe(in(context, callback));
    }

    @Override
    public ForeignWakeup expectForeignWakeup() {
        return scheduler.hold();
    }

    /** {@link #callSoonThreadsafe} for those who do not care whether the loop still lives. */
    void post(Runnable callback) {
        scheduler.callSoonThreadsafe(callback);
    }

    @Override
    public TimerHandle callLater(Duration delay, Runnable callback) {
        checkThread();
        return scheduler.callAt(fromNow(delay), inCopy(callback));
    }

    @Override
    public TimerHandle callLater(Context context, Duration delay, Runnable callback) {
        checkThread();
        return scheduler.callAt(fromNow(delay), in(context, callback));
    }

    @Override
    public TimerHandle callAt(Duration when, Runnable callback) {
        checkThread();
        return scheduler.callAt(nanos(when), inCopy(callback));
    }

    @Override
    public TimerHandle callAt(Context context, Duration when, Runnable callback) {
        checkThread();
        return scheduler.callAt(nanos(when), in(context, callback));
    }

    private static Runnable in(Context context, Runnable callback) {
        return new ContextCall(
                Objects.requireNonNull(context, "context"),
                Objects.requireNonNull(callback, "callback"));
    }

    /** The callback as it will run in the context that the caller is in now. */
    private static Runnable inCopy(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        return ContextCall.of(Context.copyOfCurrentOrNull(), callback);
    }

    @Override
    public Duration time() {
        return Duration.ofNanos(scheduler.nanoTime());
    }

    /** The time of the loop's clock after a delay, at the end of time if that is too far. */
    long fromNow(Duration delay) {
        long now = scheduler.nanoTime();
        long nanos = nanos(delay);
        return nanos > Long.MAX_VALUE - Math.max(now, 0) ? Long.MAX_VALUE : now + nanos;
    }

    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
        }
    }

    // ---- futures and tasks

    @Override
    public <T extends @Nullable Object> Future<T> createFuture() {
        return new Future<>(this);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(Block<T, ?> body) {
        return newTask(body, TaskOptions.DEFAULT);
    }

    @Override
    public Task<Void> createTask(VoidBlock<?> body) {
        return newTask(body, TaskOptions.DEFAULT);
    }

    <T extends @Nullable Object> Task<T> newTask(Object work, TaskOptions options) {
        return taskMaker.newTask(work, options, null);
    }

    @Override
    public void setTaskFactory(@Nullable TaskFactory factory) {
        taskMaker.setFactory(factory);
    }

    @Override
    public @Nullable TaskFactory taskFactory() {
        return taskMaker.factory();
    }

    /** The unfinished tasks, oldest first. Another thread may look, for diagnosis. */
    List<Task<?>> tasks() {
        return unfinished.toList();
    }

    void remove(Task<?> task) {
        if (isClosed()) { // it ended where ordinary virtual threads run, and others may as well
            synchronized (unfinished) {
                unfinished.remove(task);
                cancelWatch.end(task);
            }
        } else {
            unfinished.remove(task);
            cancelWatch.end(task);
        }
    }

    @Override
    public <T extends @Nullable Object> Future<T> runInExecutor(
            @Nullable Executor executor, Block<T, ?> work) {
        checkThread();
        return ExecutorJob.start(this, executor == null ? defaultExecutor.get() : executor, work);
    }

    @Override
    public void shutdownDefaultExecutor(Duration timeout) {
        defaultExecutor.shutdownAndWait(timeout);
    }

    @Override
    public void shutdownAsyncgens() {
        generators.shutDown();
    }

    // ---- channels and connections

    @Override
    public Handle addReader(SelectableChannel channel, Runnable callback) throws IOException {
        return confinedChannels().addReader(channel, inCopy(callback));
    }

    @Override
    public boolean removeReader(SelectableChannel channel) {
        return !isClosed() && confinedChannels().removeReader(channel);
    }

    @Override
    public Handle addWriter(SelectableChannel channel, Runnable callback) throws IOException {
        return confinedChannels().addWriter(channel, inCopy(callback));
    }

    @Override
    public boolean removeWriter(SelectableChannel channel) {
        return !isClosed() && confinedChannels().removeWriter(channel);
    }

    @Override
    public ChannelWatch watch(SelectableChannel channel, Object owner) throws IOException {
        return confinedChannels().own(channel, owner, Loop::inCopy);
    }

    @Override
    void checkUsable(SelectableChannel channel) {
        confinedChannels().checkUnowned(channel);
    }

    private Channels confinedChannels() {
        checkThread();
        return scheduler.channels();
    }

    @Override
    public List<InetSocketAddress> getAddrInfo(String host, int port) throws IOException {
        return Names.resolve(this, host, port);
    }

    @Override
    public void setResolver(@Nullable Resolver newResolver) {
        resolver = newResolver == null ? Resolver.system() : newResolver;
    }

    @Override
    public Resolver resolver() {
        return resolver;
    }

    @Override
    public <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory,
            String host,
            int port,
            UnaryOperator<ConnectionOptions> configure)
            throws IOException {
        return Connector.connect(this, protocolFactory, host, port, connecting(configure));
    }

    @Override
    public <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory,
            SocketChannel channel,
            UnaryOperator<ConnectionOptions> configure)
            throws IOException {
        return Connector.adopt(this, protocolFactory, channel, connecting(configure));
    }

    @Override
    public <P extends Protocol> P createUnixConnection(
            Supplier<P> protocolFactory, Path path, UnaryOperator<ConnectionOptions> configure)
            throws IOException {
        return Connector.connect(this, protocolFactory, path, connecting(configure));
    }

    @Override
    public Transport startTls(
            Transport transport, Protocol protocol, TlsContext tls, @Nullable String serverName)
            throws IOException {
        return Transports.startTls(
                this, transport, protocol, tls, serverName, ByteBuffer.allocate(0), begun -> {});
    }

    private static ConnectionOptions connecting(UnaryOperator<ConnectionOptions> configure) {
        return configure.apply(ConnectionOptions.DEFAULT);
    }

    @Override
    public Server createServer(
            Supplier<? extends Protocol> protocolFactory,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return new Server(
                this, Listener.bind(this, protocolFactory, hosts, port, serving(configure)));
    }

    @Override
    public Server createServer(
            Supplier<? extends Protocol> protocolFactory,
            ServerSocketChannel listening,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return new Server(
                this, Listener.adopt(this, protocolFactory, listening, serving(configure)));
    }

    @Override
    public Server createUnixServer(
            Supplier<? extends Protocol> protocolFactory,
            Path path,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return new Server(this, Listener.bind(this, protocolFactory, path, serving(configure)));
    }

    private static ServerOptions serving(UnaryOperator<ServerOptions> configure) {
        return configure.apply(ServerOptions.DEFAULT);
    }

    // ---- errors

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        errors.setHandler(handler);
    }

    @Override
    public void callExceptionHandler(ExceptionContext context) {
        errors.tell(context, context.subject() instanceof Task<?> task ? task.context : null);
    }

    @Override
    public void defaultExceptionHandler(ExceptionContext context) {
        ErrorReports.log(context);
    }

    @Override
    public void callbackFailed(Handle callback, Throwable error) {
        callExceptionHandler(new ExceptionContext("exception in callback", error, callback));
    }

    @Override
    public void strandIsForeign(Object owner) {
        ((Task<?>) owner).interruptIfForeign();
    }

    @Override
    public void strandFailed(Throwable error) {
        callExceptionHandler(
                new ExceptionContext("a task's thread ended unexpectedly", error, null));
    }

    @Override
    public boolean hasTasks() {
        return !unfinished.isEmpty();
    }

    @Override
    public Stream<Thread> taskThreads() {
        return tasks().stream().map(Task::thread);
    }

    @Override
    public void nothingCanWake() {
        DeadlockError error = WaitingTasks.deadlock(tasks());
        callExceptionHandler(
                new ExceptionContext(Objects.requireNonNull(error.getMessage()), error, null));
    }

    // ---- debug mode

    @Override
    public void stepWasSlow(Object step, Duration duration) {
        Log.asyncio()
                .log(
                        Level.WARNING,
                        String.format(
                                Locale.ROOT,
                                "Executing %s took %.3f seconds",
                                step,
                                duration.toNanos() / 1e9));
    }

    @Override
    public boolean isDebug() {
        return debug;
    }

    @Override
    public void setDebug(boolean on) {
        if (on && !debug) {
            Log.asyncio().log(Level.DEBUG, () -> "Using selector: " + scheduler.selectorName());
        }
        debug = on;
        applyDebug();
    }

    @Override
    public Duration slowCallbackDuration() {
        return slowCallbackDuration;
    }

    @Override
    public void setSlowCallbackDuration(Duration duration) {
        slowCallbackDuration = duration;
        applyDebug();
    }

    @Override
    public Duration slowCancelDuration() {
        return cancelWatch.threshold();
    }

    @Override
    public void setSlowCancelDuration(Duration duration) {
        cancelWatch.setThreshold(duration);
    }

    private void applyDebug() {
        scheduler.reportStepsFrom(debug ? nanos(slowCallbackDuration) : Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "<EventLoop "
                + scheduler.backendName()
                + " running="
                + isRunning()
                + " closed="
                + isClosed()
                + " debug="
                + debug
                + ">";
    }
}
