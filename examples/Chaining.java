// Asks for a user and for the user's orders at the same time, and joins both answers in a record.
//
// Run: ./asyncio run examples/Chaining.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

record User(int id, String name) {}

record UserWithOrders(User user, List<Integer> orders) {}

void main() {
    var result = run(() -> getUserWithOrders(1));

    IO.println(result.user().name() + " has the orders " + result.orders());
}

/** A method that suspends is just a method: it returns its result, not a promise of it. */
UserWithOrders getUserWithOrders(int id) {
    return gather(() -> fetchUser(id), () -> fetchOrders(id), UserWithOrders::new);
}

User fetchUser(int id) {
    IO.println("fetching user " + id);
    sleep(millis(200));
    return new User(id, "user-" + id);
}

List<Integer> fetchOrders(int userId) {
    IO.println("fetching the orders of user " + userId);
    sleep(millis(100));
    return List.of(1, 3, 10, 11);
}
