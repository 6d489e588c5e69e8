package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.ChannelWatch;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.function.UnaryOperator;

/** The watch of a channel's owner. Its key stays registered, be it for nothing, until the end. */
final class OwnersWatch implements ChannelWatch {
    private final Channels channels;
    private final SelectionKey key;
    private final UnaryOperator<Runnable> inContext;

    OwnersWatch(Channels channels, SelectionKey key, UnaryOperator<Runnable> inContext) {
        this.channels = channels;
        this.key = key;
        this.inContext = inContext;
    }

    @Override
    public void addReader(Runnable callback) throws ClosedChannelException {
        checkOpen();
        channels.setReader(key, Channels.readerOp(key.channel()), inContext.apply(callback));
    }

    @Override
    public void addWriter(Runnable callback) throws ClosedChannelException {
        checkOpen();
        channels.setWriter(key, Channels.writerOp(key.channel()), inContext.apply(callback));
    }

    private void checkOpen() throws ClosedChannelException {
        if (!key.isValid()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean removeReader() {
        return channels.endReader(key);
    }

    @Override
    public boolean removeWriter() {
        return channels.endWriter(key);
    }

    @Override
    public void close() {
        channels.disown(key);
    }
}
