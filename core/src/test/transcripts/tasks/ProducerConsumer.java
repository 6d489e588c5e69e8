import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

class Slot {
    Future<Integer> future = Future.pending();

    int take() {
        int value = future.await();
        future = Future.pending();
        return value;
    }
}

void produce(Slot out, Slot back) {
    for (int i = 0; i < 3; i++) {
        say("put", i);
        out.future.setResult(i);
        say("answer", back.take());
    }
}

void consume(Slot incoming, Slot back) {
    for (int n = 0; n < 3; n++) {
        int i = incoming.take();
        say("got", i);
        back.future.setResult(i * i);
    }
}

void main() {
    run(
            () -> {
                var there = new Slot();
                var back = new Slot();
                gather(() -> produce(there, back), () -> consume(there, back));
            });
}
