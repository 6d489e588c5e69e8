// Two producers and three consumers around a queue of two places. The producers wait when it is
// full, the consumers when it is empty; join() waits until all is consumed, shutdown() sends the
// consumers home.
//
// Run: ./asyncio run examples/ProducerConsumer.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::bakery);
}

void bakery() {
    var counter = new Queue<String>(2);
    taskGroup(
            group -> {
                for (int i = 1; i <= 3; i++) {
                    var customer = "customer " + i;
                    group.createTask(() -> consume(customer, counter));
                }
                gather(() -> produce("bread", 4, counter), () -> produce("cake", 3, counter));
                IO.println("the oven is out");
                counter.join();
                IO.println("all is eaten");
                counter.shutdown();
            });
    IO.println("closed");
}

void produce(String what, int count, Queue<String> counter) {
    for (int i = 1; i <= count; i++) {
        counter.put(what + " " + i);
        IO.println("baked " + what + " " + i);
    }
}

void consume(String name, Queue<String> counter) {
    for (var item : counter.items()) { // until the queue is shut down
        sleep(Duration.ZERO); // lets the others go on; something that takes time, in real life
        IO.println(name + " ate " + item);
        counter.taskDone();
    }
    IO.println(name + " leaves");
}
