import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<Integer> depth = ContextVar.withDefault("depth", 0);

void work(int levels) {
    depth.set(depth.get() + 1);
    if (levels > 0) {
        gather(() -> work(levels - 1), () -> work(levels - 1));
    }
    say("level", levels, "depth", depth.get());
}

int awaited(int levels) {
    depth.set(depth.get() + 1);
    if (levels > 0) {
        awaited(levels - 1);
        waitFor(() -> awaited(0), seconds(1));
    }
    return depth.get();
}

void main() {
    run(
            () -> {
                work(2);
                say(awaited(2));
            });
}
