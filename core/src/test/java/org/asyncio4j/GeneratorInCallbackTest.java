package org.asyncio4j;

import java.util.concurrent.atomic.AtomicReference;

/** {@link GeneratorContract} in a callback. */
class GeneratorInCallbackTest extends GeneratorContract {
    @Override
    void inPlace(VoidBlock<?> body) throws Throwable {
        var failure = new AtomicReference<Throwable>();
        Asyncio.run(
                () -> {
                    Future<String> done = Future.pending();
                    Asyncio.getRunningLoop()
                            .callSoon(
                                    () -> {
                                        try {
                                            body.run();
                                        } catch (Throwable e) {
                                            failure.set(e);
                                        }
                                        done.setResult("done");
                                    });
                    done.await();
                });
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
