package org.asyncio4j;

/** {@link GeneratorContract} on a platform thread. */
class GeneratorOnThreadTest extends GeneratorContract {
    @Override
    void inPlace(VoidBlock<?> body) throws Throwable {
        new Context()
                .run(
                        () -> {
                            body.run();
                        });
    }
}
