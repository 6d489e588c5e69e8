package org.asyncio4j;

import java.util.concurrent.atomic.AtomicReference;

/** {@link GeneratorContract} on an ordinary virtual thread. */
class GeneratorOnVirtualThreadTest extends GeneratorContract {
    @Override
    void inPlace(VoidBlock<?> body) throws Throwable {
        var failure = new AtomicReference<Throwable>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                body.run();
                            } catch (Throwable e) {
                                failure.set(e);
                            }
                        })
                .join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
