package org.asyncio4j;

/** {@link GeneratorContract} in a task, in debug mode, where each step is timed. */
class GeneratorInTaskWithDebugTest extends GeneratorContract {
    @Override
    void inPlace(VoidBlock<?> body) {
        try (var runner = Runner.open(o -> o.withDebug(true))) {
            runner.run(() -> Asyncio.await(Asyncio.async(body)));
        }
    }
}
