package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.copyContext;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.Connection;
import org.asyncio4j.Context;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;

import java.util.function.UnaryOperator;

/**
 * Connections in memory, for tests of what talks through a {@link Connection} or is a {@link
 * Protocol}.
 *
 * <p>They keep to the rules of sockets: the same marks of flow control, callbacks in turns of their
 * own, half-close, an end that is lost when its peer is gone. They differ in that everything
 * happens in the same order each time, that no file descriptor is used, and that waiting for one
 * does not hold back the virtual clock: a program that waits for bytes nobody sends fails at once
 * with a {@link org.asyncio4j.DeadlockError}.
 *
 * <pre>{@code
 * @AsyncTest
 * void greet_anybody_saysHello() throws IOException {
 *     try (var pair = MemoryStreams.pair(o -> o.withChunkSize(1))) {
 *         var greeting = createTask(() -> greet(pair.second()));
 *         pair.first().writer().write("world\n");
 *         assertEquals("hello, world", pair.first().reader().readLine());
 *         greeting.await();
 *     }
 * }
 * }</pre>
 *
 * <p>All methods belong to the running loop, and never suspend.
 */
public final class MemoryStreams {
    /** For an end that another protocol is to take over. */
    static final Protocol NOBODY = new Protocol() {};

    private MemoryStreams() {}

    /** Two connections that are each other's peer. */
    public static StreamPair pair() {
        return pair(options -> options);
    }

    /** {@link #pair()} with the same options for both directions. */
    public static StreamPair pair(UnaryOperator<MemoryOptions> both) {
        return pair(both, both);
    }

    /**
     * {@link #pair()} with options for each direction.
     *
     * @param there from the first connection to the second
     * @param back from the second connection to the first
     */
    public static StreamPair pair(
            UnaryOperator<MemoryOptions> there, UnaryOperator<MemoryOptions> back) {
        Ends ends = join(End.of("first", NOBODY), End.of("second", NOBODY), there, back);
        ends.first.startReceiving();
        ends.second.startReceiving();
        return new StreamPair(Connection.over(ends.first), Connection.over(ends.second));
    }

    /**
     * Connects two protocols. They are told so in the loop's next turn, the first one first.
     *
     * @param there from the first protocol to the second
     * @param back from the second protocol to the first
     */
    public static void connect(
            Protocol first,
            Protocol second,
            UnaryOperator<MemoryOptions> there,
            UnaryOperator<MemoryOptions> back) {
        Ends ends = join(End.of("first", first), End.of("second", second), there, back);
        ends.first.start();
        ends.second.start();
    }

    /** {@link #connect(Protocol, Protocol, UnaryOperator, UnaryOperator)} without options. */
    public static void connect(Protocol first, Protocol second) {
        connect(first, second, options -> options, options -> options);
    }

    // ---- for the network too

    /** Who is at one end. What is received there runs in the context. */
    record End(MemoryAddress address, Protocol protocol, Context context) {
        static End of(String name, Protocol protocol) {
            return new End(new MemoryAddress(name), protocol, copyContext());
        }
    }

    record Ends(MemoryTransport first, MemoryTransport second) {}

    /** Two transports that are joined but have not started. */
    static Ends join(
            End first,
            End second,
            UnaryOperator<MemoryOptions> there,
            UnaryOperator<MemoryOptions> back) {
        EventLoop loop = getRunningLoop();
        var toSecond = new MemoryLink(loop, second.context, there.apply(MemoryOptions.DEFAULT));
        var toFirst = new MemoryLink(loop, first.context, back.apply(MemoryOptions.DEFAULT));
        MemoryTransport firstEnd = transport(loop, first, second, toFirst, toSecond);
        MemoryTransport secondEnd = transport(loop, second, first, toSecond, toFirst);
        toSecond.connect(firstEnd, secondEnd);
        toFirst.connect(secondEnd, firstEnd);
        return new Ends(firstEnd, secondEnd);
    }

    private static MemoryTransport transport(
            EventLoop loop, End here, End there, MemoryLink incoming, MemoryLink outgoing) {
        return new MemoryTransport(
                loop, here.context, incoming, outgoing, here.address, there.address, here.protocol);
    }
}
