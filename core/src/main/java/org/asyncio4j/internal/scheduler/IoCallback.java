package org.asyncio4j.internal.scheduler;

import java.nio.channels.SelectionKey;

/**
 * The callback of a channel's readiness. Runs each time the channel is ready, until cancelled, but
 * never twice at once: while a run blocks in JDK code, the channel is not watched for it.
 */
final class IoCallback extends Callback {
    private final Channels channels;
    final SelectionKey key;
    final int op;

    /** Queued or running. */
    private boolean active;

    /** The channel became ready again meanwhile, and is not watched until the run ends. */
    private boolean unwatched;

    IoCallback(Channels channels, Scheduler scheduler, SelectionKey key, int op, Runnable action) {
        super(scheduler, action, false);
        this.channels = channels;
        this.key = key;
        this.op = op;
    }

    /** The channel is ready. On the loop's thread. */
    void ready() {
        if (active) {
            unwatched = true;
            key.interestOpsAnd(~op);
        } else {
            active = true;
            scheduler.ready.push(this);
        }
    }

    /** Ends the watch too, unless another callback has taken this one's place. */
    @Override
    public void cancel() {
        super.cancel();
        channels.ended(this);
    }

    @Override
    void run() {
        Runnable action = pending();
        try {
            if (action != null) {
                scheduler.invoke(this, action);
            }
        } finally {
            active = false;
            if (unwatched) {
                unwatched = false;
                watchAgain();
            }
        }
    }

    private void watchAgain() {
        if (!isCancelled() && key.isValid()) {
            key.interestOpsOr(op);
        }
    }
}
