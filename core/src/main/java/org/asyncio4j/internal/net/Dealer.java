package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.EventLoop;

import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deals the connections that one listener accepts to the listeners of several loops, to each in its
 * turn. Only channels cross from loop to loop, each given away before anything was done with it.
 */
public final class Dealer implements AutoCloseable {
    private final EventLoop accepting;
    private final List<Listener> listeners;

    /** Whose turn it is. Confined to the loop that accepts. */
    private int next;

    /** What was given to a loop that has not taken it yet, so that it is not lost with the loop. */
    private final Set<SocketChannel> underWay = ConcurrentHashMap.newKeySet();

    /**
     * Makes a dealer for what the first listener is going to accept; on its loop.
     *
     * @param listeners the first is the one that accepts, which has its turn as well
     */
    public Dealer(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
        this.accepting = listeners.getFirst().loop();
        listeners.getFirst().giveTo(this::deal);
    }

    private void deal(SocketChannel channel, Runnable whenLost) {
        Listener listener = listeners.get(next);
        next = (next + 1) % listeners.size();
        if (listener.loop() == accepting) {
            listener.take(channel, whenLost);
            return;
        }
        underWay.add(channel);
        boolean posted =
                post(
                        listener.loop(),
                        () -> {
                            if (underWay.remove(channel)) {
                                listener.take(channel, () -> post(accepting, whenLost));
                            }
                        });
        if (!posted) {
            underWay.remove(channel);
            Listener.closeQuietly(channel);
            whenLost.run();
        }
    }

    private static boolean post(EventLoop loop, Runnable callback) {
        try {
            loop.callSoonThreadsafe(callback);
            return true;
        } catch (IllegalStateException e) {
            return false; // the loop is closed
        }
    }

    /** Closes what no loop has taken. For any thread, when the loops take no more. */
    @Override
    public void close() {
        for (SocketChannel channel : List.copyOf(underWay)) {
            if (underWay.remove(channel)) {
                Listener.closeQuietly(channel);
            }
        }
    }
}
