package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.BaseProtocol;
import org.asyncio4j.lowlevel.BaseTransport;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;

/** Tells a protocol when too much waits to be sent, and when it may go on. Confined to its loop. */
final class WriteFlow {
    private final EventLoop loop;
    private final BaseTransport transport;
    private BufferLimits limits;
    private boolean paused;

    WriteFlow(EventLoop loop, BaseTransport transport, BufferLimits limits) {
        this.loop = loop;
        this.transport = transport;
        this.limits = limits;
    }

    BufferLimits limits() {
        return limits;
    }

    void setLimits(BufferLimits newLimits) {
        limits = newLimits;
    }

    /** To be called when more waits. */
    void grown(int size, BaseProtocol protocol) {
        if (!paused && size > limits.high()) {
            paused = true;
            tell("pauseWriting", protocol::pauseWriting);
        }
    }

    /** To be called when less waits. */
    void shrunk(int size, BaseProtocol protocol) {
        if (paused && size <= limits.low()) {
            paused = false;
            tell("resumeWriting", protocol::resumeWriting);
        }
    }

    /** To be called when another protocol takes over, which does not know how things are. */
    void takenOver(BaseProtocol protocol) {
        if (paused) {
            tell("pauseWriting", protocol::pauseWriting);
        }
    }

    private void tell(String method, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            loop.callExceptionHandler(
                    new ExceptionContext("protocol." + method + "() failed", e, transport));
        }
    }
}
