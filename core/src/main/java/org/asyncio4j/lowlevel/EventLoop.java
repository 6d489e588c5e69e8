package org.asyncio4j.lowlevel;

import org.asyncio4j.Block;
import org.asyncio4j.ConnectionOptions;
import org.asyncio4j.Context;
import org.asyncio4j.Datagram;
import org.asyncio4j.DatagramOptions;
import org.asyncio4j.Future;
import org.asyncio4j.Server;
import org.asyncio4j.ServerOptions;
import org.asyncio4j.Task;
import org.asyncio4j.TlsContext;
import org.asyncio4j.VoidBlock;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An event loop: runs tasks and callbacks one at a time, in the order in which they became ready,
 * and waits for time and I/O when there are none.
 *
 * <p>Programs rarely touch the loop: {@link org.asyncio4j.Asyncio} covers the daily work. This is
 * the surface for libraries. A loop is made by {@link org.asyncio4j.Asyncio#newEventLoop} and,
 * while it runs, confined to its own tasks and callbacks; {@link #callSoonThreadsafe(Runnable)},
 * {@link #time}, {@link #isRunning} and {@link #isClosed} may be called from anywhere. User code
 * never runs on the loop's own thread but in virtual threads, so it may block or take locks; a
 * callback must not suspend, because there is no task to suspend.
 *
 * <p>Models {@code asyncio.AbstractEventLoop}.
 */
public interface EventLoop {

    // ---- running

    /**
     * Runs the loop until the work is done and returns its result or throws its error. A future of
     * this loop is waited for; any other work becomes a task.
     *
     * @throws IllegalStateException if this loop, or another one on this thread, is running, if it
     *     is closed, or if it was stopped before the work was done
     */
    <T extends @Nullable Object, X extends Throwable> T runUntilComplete(Block<T, X> main) throws X;

    /** {@link #runUntilComplete(Block)} for work without a result. */
    <X extends Throwable> void runUntilComplete(VoidBlock<X> main) throws X;

    /** Runs the loop until {@link #stop}. */
    void runForever();

    /**
     * Stops the loop at the end of the current iteration. What is queued by then runs when the loop
     * runs again. A loop stopped beforehand runs one iteration.
     */
    void stop();

    /** Whether the loop is running. */
    boolean isRunning();

    /**
     * Closes a loop that is not running: ends the tasks that are left, reports what was neglected,
     * drops callbacks, closes channels that are still watched. The default executor is told to shut
     * down but not waited for. A task that swallows its end 1,000 times is given up, with an error
     * in the log: it stays suspended for good. Closing twice is allowed.
     *
     * @throws IllegalStateException if the loop is running
     */
    void close();

    /** Whether the loop is closed. */
    boolean isClosed();

    // ---- callbacks

    /** Queues a callback for the next iteration. It runs in a copy of the caller's context. */
    Handle callSoon(Runnable callback);

    /** {@link #callSoon(Runnable)} for a callback that runs in the context given. */
    Handle callSoon(Context context, Runnable callback);

    /**
     * Queues a callback from any thread, and wakes the loop. Its handle may be cancelled by any
     * thread.
     */
    Handle callSoonThreadsafe(Runnable callback);

    /** {@link #callSoonThreadsafe(Runnable)} for a callback that runs in the context given. */
    Handle callSoonThreadsafe(Context context, Runnable callback);

    /**
     * Announces, from any thread, that another thread is going to wake the loop by {@link
     * #callSoonThreadsafe}. While a hold is open, the loop does not take its tasks for deadlocked
     * ({@link org.asyncio4j.DeadlockError}), and a test's virtual clock does not jump. Holds add
     * up.
     *
     * <pre>{@code
     * ForeignWakeup hold = loop.expectForeignWakeup();
     * driver.onReply(reply -> {
     *     loop.callSoonThreadsafe(() -> future.setResult(reply));
     *     hold.close();
     * });
     * future.await();
     * }</pre>
     *
     * <p>Not needed for what the loop knows by itself: {@code toThread} and the executor, stages
     * that are awaited, {@code runCoroutineThreadsafe}. asyncio has no such thing.
     */
    ForeignWakeup expectForeignWakeup();

    /** Runs a callback once the delay has passed. Not before the next iteration. */
    TimerHandle callLater(Duration delay, Runnable callback);

    /** {@link #callLater(Duration, Runnable)} for a callback that runs in the context given. */
    TimerHandle callLater(Context context, Duration delay, Runnable callback);

    /** Runs a callback when {@link #time} has reached {@code when}. Ties run in order of calls. */
    TimerHandle callAt(Duration when, Runnable callback);

    /** {@link #callAt(Duration, Runnable)} for a callback that runs in the context given. */
    TimerHandle callAt(Context context, Duration when, Runnable callback);

    /** The loop's clock: the time since an arbitrary origin. */
    Duration time();

    // ---- futures and tasks

    /** Makes a future of this loop. */
    <T extends @Nullable Object> Future<T> createFuture();

    /** Queues a new task for the next iteration. */
    <T extends @Nullable Object> Task<T> createTask(Block<T, ?> body);

    /** {@link #createTask(Block)} for work without a result. */
    Task<Void> createTask(VoidBlock<?> body);

    /**
     * Sets who makes the tasks of this loop, for all calls that make one.
     *
     * @param factory null for {@link Task#of}
     */
    void setTaskFactory(@Nullable TaskFactory factory);

    /** What {@link #setTaskFactory} was given last. */
    @Nullable TaskFactory taskFactory();

    /**
     * Does blocking work on a thread of the executor. Cancelling the future drops work that has not
     * begun; what has begun goes on, unheard.
     *
     * <p>The work sees the caller's context variables, in a copy of the caller's context. asyncio
     * takes them along in {@code to_thread} only.
     *
     * @param executor null for the loop's own: up to {@code min(32, cpus + 4)} platform threads
     */
    <T extends @Nullable Object> Future<T> runInExecutor(
            @Nullable Executor executor, Block<T, ?> work);

    /**
     * Refuses new work for the default executor and suspends until what was given to it has ended.
     *
     * @param timeout how long to wait; what is not done by then goes on alone, with a warning
     */
    void shutdownDefaultExecutor(Duration timeout);

    /**
     * Closes all {@linkplain org.asyncio4j.Generator generators} that were begun on this loop and
     * have not ended, at once, and suspends until that is done. Errors go to the exception handler.
     * From then on it is warned of generators that begin.
     */
    void shutdownAsyncgens();

    // ---- channels

    /**
     * Runs the callback each time the channel can be read or accepted from, instead of the one set
     * before. The channel must be non-blocking, and must be removed before it is closed. Once the
     * last callback is removed, it may be made blocking again.
     *
     * @return a handle whose cancel ends this watch, unless it has been replaced
     * @throws IllegalStateException if the channel is a transport's, or {@linkplain #watch watched}
     *     by another owner
     */
    Handle addReader(SelectableChannel channel, Runnable callback) throws IOException;

    /** Ends {@link #addReader}; tells whether there was anything to end. */
    boolean removeReader(SelectableChannel channel);

    /**
     * Runs the callback each time the channel can be written to, or has connected or failed to.
     * Rules of {@link #addReader}.
     */
    Handle addWriter(SelectableChannel channel, Runnable callback) throws IOException;

    /** Ends {@link #addWriter}; tells whether there was anything to end. */
    boolean removeWriter(SelectableChannel channel);

    /**
     * Takes a channel for an owner such as a transport. {@link #addReader} and all other calls that
     * name the channel are refused from then on, until the watch is closed.
     *
     * @param owner named in the errors of those who are refused
     * @throws IllegalStateException if the channel has an owner or is watched
     */
    ChannelWatch watch(SelectableChannel channel, Object owner) throws IOException;

    // ---- names

    /**
     * Resolves a host name, in the executor; suspends. Addresses given as numbers are not looked
     * up. A cancelled wait leaves the look-up to itself.
     *
     * @throws java.net.UnknownHostException if there is no such host
     */
    List<InetSocketAddress> getAddrInfo(String host, int port) throws IOException;

    /**
     * Finds the host name of an address, in the executor; suspends. An address that has none is
     * returned as a text. A cancelled wait leaves the look-up to itself.
     *
     * <p>Difference from asyncio's {@code getnameinfo}: ports have no names.
     */
    String getNameInfo(InetSocketAddress address) throws IOException;

    /**
     * Sets who looks host names up, for all that connects or listens on this loop.
     *
     * @param resolver null for {@link Resolver#system}
     */
    void setResolver(@Nullable Resolver resolver);

    /** Who looks host names up. */
    Resolver resolver();

    // ---- connections

    /** {@link #createConnection(Supplier, String, int, UnaryOperator)} with the usual options. */
    default <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory, String host, int port) throws IOException {
        return createConnection(protocolFactory, host, port, UnaryOperator.identity());
    }

    /**
     * Connects to a TCP port; suspends. If the host has several addresses, the next one is tried
     * whenever the attempts under way have failed or taken long (Happy Eyeballs, RFC 8305), IPv4
     * and IPv6 in turn.
     *
     * <p>Cancellation: all attempts are given up, and nothing stays open.
     *
     * @param protocolFactory makes the protocol that the connection is given to
     * @return the protocol; its transport was given to {@link Protocol#connectionMade}
     * @throws java.net.UnknownHostException if there is no such host
     * @throws java.net.ConnectException if no address answers; the errors of several are attached
     */
    <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory,
            String host,
            int port,
            UnaryOperator<ConnectionOptions> configure)
            throws IOException;

    /** {@link #createConnection(Supplier, SocketChannel, UnaryOperator)} in the clear. */
    default <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory, SocketChannel channel) throws IOException {
        return createConnection(protocolFactory, channel, UnaryOperator.identity());
    }

    /**
     * Takes over a channel that was connected, or accepted, elsewhere: asyncio's {@code sock=} and
     * {@code connect_accepted_socket}. Suspends. From then on the channel is the transport's. With
     * TLS, the context says which side this is.
     *
     * @throws java.nio.channels.NotYetConnectedException if it is not connected
     */
    <P extends Protocol> P createConnection(
            Supplier<P> protocolFactory,
            SocketChannel channel,
            UnaryOperator<ConnectionOptions> configure)
            throws IOException;

    /** Connects to a Unix socket; suspends. */
    <P extends Protocol> P createUnixConnection(
            Supplier<P> protocolFactory, Path path, UnaryOperator<ConnectionOptions> configure)
            throws IOException;

    /**
     * Puts TLS between a live transport and its protocol, and suspends until the handshake is done.
     * From the call on, the old transport is not to be used any more, and what waits to be received
     * is taken for TLS. The protocol is not told that a connection was made, but that it is lost,
     * also if the handshake fails: then nothing more is sent or received, in the clear or not.
     *
     * <p>Cancellation: the transport is aborted.
     *
     * @param transport any, also one that has TLS already
     * @param tls how to speak it, and on which side
     * @param serverName what the server's certificate has to be for; null on the server's side, or
     *     if that is not checked
     * @return what the protocol talks to from now on
     * @throws javax.net.ssl.SSLException if the handshake fails; a {@link
     *     javax.net.ssl.SSLPeerUnverifiedException} for a certificate that is not accepted
     * @throws java.net.SocketException if the transport is closed already
     */
    Transport startTls(
            Transport transport, Protocol protocol, TlsContext tls, @Nullable String serverName)
            throws IOException;

    // ---- servers

    /** {@link #createServer(Supplier, List, int, UnaryOperator)} for one host. */
    default Server createServer(
            Supplier<? extends Protocol> protocolFactory, @Nullable String host, int port)
            throws IOException {
        List<String> hosts = host == null || host.isEmpty() ? List.of() : List.of(host);
        return createServer(protocolFactory, hosts, port, UnaryOperator.identity());
    }

    /**
     * Listens on a TCP port of each address of the hosts; suspends to resolve them. An address that
     * this machine does not have is skipped if there is another.
     *
     * <p>{@code 0.0.0.0} stands for the IPv4 addresses only, but {@code ::} for all of them: Java
     * has no socket for IPv6 alone. So the two cannot be bound together, as asyncio does.
     *
     * @param protocolFactory makes a protocol for each connection
     * @param hosts none for all addresses of this machine
     * @param port the port, 0 for any free one
     * @throws java.net.BindException if an address is in use, or none can be had
     */
    Server createServer(
            Supplier<? extends Protocol> protocolFactory,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException;

    /**
     * Takes over a channel that listens already, such as {@link System#inheritedChannel} for a
     * program that {@code inetd} or systemd started. From then on the channel is the server's.
     */
    Server createServer(
            Supplier<? extends Protocol> protocolFactory,
            ServerSocketChannel listening,
            UnaryOperator<ServerOptions> configure)
            throws IOException;

    /**
     * Listens on a Unix socket. A socket file that a server has left is replaced; one that somebody
     * listens on is not, nor any other file.
     */
    Server createUnixServer(
            Supplier<? extends Protocol> protocolFactory,
            Path path,
            UnaryOperator<ServerOptions> configure)
            throws IOException;

    // ---- datagrams

    /**
     * Opens a datagram socket; suspends. Addresses that are unresolved are looked up, and the first
     * that can be had is taken.
     *
     * @param protocolFactory makes the protocol that the socket is given to
     * @param local the address to receive on, null for any free port of all addresses
     * @param remote the peer that the socket is connected with, null for none
     * @return the protocol; its transport was given to {@link DatagramProtocol#connectionMade}
     * @throws java.net.BindException if the local address cannot be had
     * @throws java.net.UnknownHostException if there is no such host
     */
    <P extends DatagramProtocol> P createDatagramEndpoint(
            Supplier<P> protocolFactory,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UnaryOperator<DatagramOptions> configure)
            throws IOException;

    /**
     * Takes over a channel that was made elsewhere, with options of its own, and maybe a member of
     * a multicast group; suspends. It is bound to a free port if it is not bound. From then on the
     * channel is the transport's.
     */
    <P extends DatagramProtocol> P createDatagramEndpoint(
            Supplier<P> protocolFactory, DatagramChannel channel) throws IOException;

    // ---- files

    /** {@link #sendfile(Transport, FileChannel, long, long, boolean)} for a whole file. */
    default long sendfile(Transport transport, FileChannel file) throws IOException {
        return sendfile(transport, file, 0, Long.MAX_VALUE, true);
    }

    /**
     * Sends a part of a file after what was written; suspends until the system has taken it, or, by
     * fallback, the transport. TCP and Unix sockets are given the file without copying it. A disk
     * does not hold up the loop.
     *
     * <p>The position of the file is moved behind what was sent, whatever the end: it tells how
     * much that was after an error, too. The transport can be used on. A socket transport refuses
     * other writes meanwhile.
     *
     * <p>Cancellation: the piece that is under way, of 256 KiB at most, is sent to its end first.
     *
     * @param offset where the part begins
     * @param count how much to send at most; the end of the file ends it, too
     * @param fallback whether the file may be read and written piece by piece where the system
     *     cannot send it
     * @return how much was sent
     * @throws IllegalStateException if the transport is closing, or cannot be written to
     * @throws org.asyncio4j.SendfileNotAvailableException if the system cannot and fallback is off
     * @throws IOException if the connection or the file fails
     */
    long sendfile(Transport transport, FileChannel file, long offset, long count, boolean fallback)
            throws IOException;

    // ---- operations on channels of one's own

    /**
     * Receives what has come, at most {@code max} bytes; suspends until there is something. An
     * empty array is the end of the stream.
     *
     * <p>Rules for all {@code sock} calls: the channel is non-blocking. Each side of it is used by
     * one task at a time. The operation is tried at once, and again when the channel is ready. A
     * cancel leaves the channel as it is, with nothing lost, for the next operation. The channel
     * must not be closed while a task waits for it.
     *
     * <p>Differences from asyncio: a blocking channel is refused always, not only in debug mode,
     * and so is a second task on the same side, which would displace the first.
     *
     * @throws IllegalArgumentException if the channel is blocking
     * @throws IllegalStateException if it belongs to a transport, or another task waits for it
     */
    byte[] sockRecv(SocketChannel channel, int max) throws IOException;

    /**
     * Receives into a buffer; suspends until there is something. See {@link #sockRecv}.
     *
     * @return how many bytes were put into the buffer, -1 at the end of the stream
     */
    int sockRecvInto(SocketChannel channel, ByteBuffer buffer) throws IOException;

    /**
     * Sends all bytes of the buffer, and suspends until the system has taken them. The buffer must
     * not be changed meanwhile; its position says how much was sent when it is cancelled or fails.
     * See {@link #sockRecv}.
     */
    void sockSendAll(SocketChannel channel, ByteBuffer data) throws IOException;

    /**
     * Sends a part of a file; suspends until the system has taken it. See {@link #sockRecv} and
     * {@link #sendfile(Transport, FileChannel, long, long, boolean)}.
     *
     * @return how much was sent
     */
    long sockSendfile(SocketChannel channel, FileChannel file, long offset, long count)
            throws IOException;

    /**
     * Connects to an address, which is resolved if need be; suspends. If it is cancelled, the
     * system goes on connecting: the next call waits for that. If it fails, the channel is closed.
     * See {@link #sockRecv}.
     *
     * @throws java.net.ConnectException if the other side cannot be reached or refuses
     */
    void sockConnect(SocketChannel channel, SocketAddress address) throws IOException;

    /** Accepts a connection, which comes non-blocking; suspends. See {@link #sockRecv}. */
    SocketChannel sockAccept(ServerSocketChannel channel) throws IOException;

    /**
     * Receives a datagram; suspends. What of it is beyond {@code max} bytes is lost. See {@link
     * #sockRecv}.
     */
    Datagram sockRecvFrom(DatagramChannel channel, int max) throws IOException;

    /**
     * Receives a datagram into a buffer; suspends. What of it does not fit is lost. See {@link
     * #sockRecv}.
     *
     * @return where it came from
     */
    InetSocketAddress sockRecvFromInto(DatagramChannel channel, ByteBuffer buffer)
            throws IOException;

    /** Sends a datagram; suspends until the system has taken it. See {@link #sockRecv}. */
    void sockSendTo(DatagramChannel channel, ByteBuffer data, SocketAddress address)
            throws IOException;

    // ---- errors and debugging

    /**
     * Sets who is told what nobody else can be told.
     *
     * @param handler null for {@link #defaultExceptionHandler}
     */
    void setExceptionHandler(@Nullable ExceptionHandler handler);

    /** Tells the exception handler. If that fails too, the default handler reports both. */
    void callExceptionHandler(ExceptionContext context);

    /**
     * Logs to the logger {@code asyncio}: ERROR with an exception, WARNING without one and for a
     * {@link org.asyncio4j.DeadlockError}, which may be none.
     */
    void defaultExceptionHandler(ExceptionContext context);

    /** Whether debug mode is on. */
    boolean isDebug();

    /** Switches debug mode: slow steps are reported, wrong threads noticed, more is logged. */
    void setDebug(boolean on);

    /** From how long on a step is reported in debug mode; 100 ms unless set. */
    Duration slowCallbackDuration();

    /** Sets {@link #slowCallbackDuration}. */
    void setSlowCallbackDuration(Duration duration);

    /**
     * For how long a cancelled task may go on before that is reported, once, with the task's stack;
     * 10 s unless set.
     */
    Duration slowCancelDuration();

    /** Sets {@link #slowCancelDuration}. */
    void setSlowCancelDuration(Duration duration);
}
