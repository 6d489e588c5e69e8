// Starts a task, does other things while it runs, and awaits its result when it is needed.
//
// Run: ./asyncio run examples/CreateTask.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::cook);
}

void cook() {
    var rice = createTask(this::boilRice);
    IO.println("rice ordered, but nothing has begun yet");
    cutVegetables();
    IO.println("dinner is " + await(rice) + " and vegetables");
}

String boilRice() {
    IO.println("rice is boiling");
    sleep(millis(600));
    IO.println("rice is done");
    return "rice";
}

void cutVegetables() {
    IO.println("vegetables are being cut");
    sleep(millis(200));
    IO.println("vegetables are cut");
}
