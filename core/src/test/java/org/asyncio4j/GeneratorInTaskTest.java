package org.asyncio4j;

/** {@link GeneratorContract} in a task. */
class GeneratorInTaskTest extends GeneratorContract {
    @Override
    void inPlace(VoidBlock<?> body) {
        Asyncio.run(() -> Asyncio.await(Asyncio.async(body)));
    }
}
