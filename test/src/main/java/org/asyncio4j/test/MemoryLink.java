package org.asyncio4j.test;

import org.asyncio4j.Context;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * One direction of an in-memory connection: what the system and the network are for sockets.
 * Confined to its loop.
 *
 * <p>Bytes are copied in by the sender and come out in a callback each of their own, so that no
 * protocol is called from within another.
 */
final class MemoryLink {
    private record Segment(ByteBuffer bytes, Duration arrival) {}

    private final EventLoop loop;
    private final MemoryOptions options;

    /** The receiver's: what arrives has nothing to do with who sent it. */
    private final Context context;

    private final ArrayDeque<Segment> underWay = new ArrayDeque<>();
    private int bytesUnderWay;
    private long arrived;
    private @Nullable MemoryTransport sender;
    private @Nullable MemoryTransport receiver;

    /** The callback that delivers what is next, null while there is nothing to wait for. */
    private @Nullable Handle delivery;

    /** When the end of the stream arrives, null while there is none. */
    private @Nullable Duration end;

    /** The receiver was told of the end. */
    private boolean endDelivered;

    /** Nothing comes out any more. */
    private boolean closed;

    MemoryLink(EventLoop loop, Context context, MemoryOptions options) {
        this.loop = loop;
        this.context = context;
        this.options = options;
    }

    void connect(MemoryTransport from, MemoryTransport to) {
        sender = from;
        receiver = to;
    }

    private MemoryTransport sender() {
        return Objects.requireNonNull(sender);
    }

    private MemoryTransport receiver() {
        return Objects.requireNonNull(receiver);
    }

    // ---- the sender's side

    /**
     * Takes as many bytes as there is room for.
     *
     * @return false if the receiver is gone
     */
    boolean send(ByteBuffer data) {
        if (closed) {
            return false;
        }
        if (endDelivered) { // truncated: the sender is not to notice
            data.position(data.limit());
            return true;
        }
        int count = Math.min(data.remaining(), options.capacity() - bytesUnderWay);
        if (count > 0) {
            ByteBuffer copy = ByteBuffer.allocate(count);
            copy.put(0, data, data.position(), count);
            data.position(data.position() + count);
            underWay.add(new Segment(copy, arrivalTime()));
            bytesUnderWay += count;
            scheduleDelivery();
        }
        return true;
    }

    /** The end of the stream, behind what was sent. */
    void sendEnd() {
        if (end == null) {
            end = arrivalTime();
            scheduleDelivery();
        }
    }

    private Duration arrivalTime() {
        return loop.time().plus(options.latency());
    }

    // ---- the receiver's side

    /** The receiver wants what there is. */
    void receive() {
        scheduleDelivery();
    }

    /** The receiver is gone: what is under way gets lost, and the sender will notice. */
    void close() {
        closed = true;
        underWay.clear();
        bytesUnderWay = 0;
        if (delivery != null) {
            delivery.cancel();
            delivery = null;
        }
        if (sender != null) {
            sender.sendSoon();
        }
    }

    // ---- delivering

    private void scheduleDelivery() {
        if (delivery != null || closed || endDelivered || !receiver().isReceiving()) {
            return;
        }
        Duration when = nextArrival();
        if (when != null) {
            delivery =
                    when.compareTo(loop.time()) <= 0
                            ? loop.callSoon(context, this::deliver)
                            : loop.callAt(context, when, this::deliver);
        }
    }

    private @Nullable Duration nextArrival() {
        if (options.untilFault(arrived) == 0) {
            return options.fault() == MemoryOptions.Fault.SILENCE ? null : Duration.ZERO;
        }
        Segment first = underWay.peek();
        return first == null ? end : first.arrival();
    }

    private void deliver() {
        delivery = null;
        if (!receiver().isReceiving()) {
            return; // paused meanwhile
        }
        if (options.untilFault(arrived) == 0) {
            fail();
            return;
        }
        if (underWay.isEmpty()) {
            deliverEnd();
            return;
        }
        ByteBuffer bytes = take(loop.time());
        if (bytes.hasRemaining()) { // or it is a little early, as timers may be
            arrived += bytes.remaining();
            sender().sendSoon();
            receiver().received(bytes);
        }
        scheduleDelivery();
    }

    /** Delivers at once what is on its way, because the receiver is about to be lost. */
    void deliverAll() {
        while (!underWay.isEmpty()
                && !receiver().isReadingPaused()
                && options.untilFault(arrived) > 0) {
            ByteBuffer bytes = take(Duration.ofSeconds(Long.MAX_VALUE));
            arrived += bytes.remaining();
            receiver().received(bytes);
        }
    }

    /** What has arrived by then, in one piece of its own. */
    private ByteBuffer take(Duration now) {
        long most = Math.min(options.chunkSize(), options.untilFault(arrived));
        ByteBuffer taken = ByteBuffer.allocate((int) Math.min(most, bytesUnderWay));
        for (Segment first = underWay.peek();
                first != null && first.arrival().compareTo(now) <= 0 && taken.hasRemaining();
                first = underWay.peek()) {
            ByteBuffer source = first.bytes();
            int count = Math.min(source.remaining(), taken.remaining());
            taken.put(taken.position(), source, source.position(), count);
            taken.position(taken.position() + count);
            source.position(source.position() + count);
            if (!source.hasRemaining()) {
                underWay.remove();
            }
        }
        bytesUnderWay -= taken.position();
        return taken.flip();
    }

    private void fail() {
        if (options.fault() == MemoryOptions.Fault.RESET) {
            sender().reset();
            receiver().reset();
        } else {
            deliverEnd();
            sender().sendSoon();
        }
    }

    private void deliverEnd() {
        endDelivered = true;
        underWay.clear();
        bytesUnderWay = 0;
        receiver().receivedEnd();
    }
}
