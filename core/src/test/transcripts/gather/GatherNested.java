import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

int leaf(int n) {
    sleep(millis(n * 10));
    say("leaf", n);
    return n;
}

int branch(int a, int b) {
    return gather(() -> leaf(a), () -> leaf(b), Integer::sum);
}

void main() {
    run(() -> say(gather(() -> branch(1, 6), () -> branch(5, 2), () -> branch(3, 4))));
}
