// Asks three endpoints of an API at once, joins what they answer, and prints a table of statistics.
//
// Run: ./asyncio run examples/ApiStatistics.java [URL]
//
// Without the URL of an API it asks one that it serves itself. It is about a shop: /customers,
// /products and /orders are tables in CSV.

import static org.asyncio4j.Asyncio.*;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.*;
import org.asyncio4j.http.*;

record Customer(String id, String name) {
    Customer(String[] row) {
        this(row[0], row[1]);
    }
}

record Product(String id, double price) {
    Product(String[] row) {
        this(row[0], Double.parseDouble(row[2]));
    }
}

record Order(String customerId, String productId, int count) {
    Order(String[] row) {
        this(row[0], row[1], Integer.parseInt(row[2]));
    }
}

record Shop(List<Customer> customers, List<Product> products, List<Order> orders) {}

void main(String[] args) throws IOException {
    if (args.length > 0) {
        report(args[0]);
        return;
    }
    var api = startApi();
    try {
        report("http://127.0.0.1:" + api.getAddress().getPort());
    } finally {
        api.stop(0);
    }
}

void report(String url) throws IOException {
    var shop = run(() -> fetchShop(url));
    printTable(amountsByCustomer(shop));
}

/** The three requests are under way at the same time. */
Shop fetchShop(String url) throws IOException {
    try (var session = ClientSession.open()) {
        return gather(
                () -> fetch(session, url + "/customers", Customer::new),
                () -> fetch(session, url + "/products", Product::new),
                () -> fetch(session, url + "/orders", Order::new),
                Shop::new);
    }
}

/** Makes an object of each row of a table but the first, which holds the names of the columns. */
<T> List<T> fetch(ClientSession session, String url, Function<String[], T> fromRow)
        throws IOException {
    var table = session.get(url).raiseForStatus().text();
    return table.lines().skip(1).map(line -> fromRow.apply(line.split(","))).toList();
}

/** What the orders of each customer come to, by the customer's name. */
Map<String, DoubleSummaryStatistics> amountsByCustomer(Shop shop) {
    var names = new HashMap<String, String>();
    shop.customers().forEach(customer -> names.put(customer.id(), customer.name()));
    var prices = new HashMap<String, Double>();
    shop.products().forEach(product -> prices.put(product.id(), product.price()));

    var amounts = new TreeMap<String, DoubleSummaryStatistics>();
    for (var order : shop.orders()) {
        amounts.computeIfAbsent(names.get(order.customerId()), _ -> new DoubleSummaryStatistics())
                .accept(order.count() * prices.get(order.productId()));
    }
    return amounts;
}

void printTable(Map<String, DoubleSummaryStatistics> amounts) {
    var all = new DoubleSummaryStatistics();
    amounts.values().forEach(all::combine);

    IO.println("customer   orders     total   average  smallest   largest");
    amounts.forEach(this::printRow);
    printRow("all", all);
}

void printRow(String name, DoubleSummaryStatistics amounts) {
    IO.println(
            "%-10s %6d %9.2f %9.2f %9.2f %9.2f"
                    .formatted(
                            name,
                            amounts.getCount(),
                            amounts.getSum(),
                            amounts.getAverage(),
                            amounts.getMin(),
                            amounts.getMax()));
}

/** Serves the tables on a free port. */
HttpServer startApi() throws IOException {
    var tables =
            Map.of(
                    "/customers",
                    """
                    id,name
                    c1,Ana
                    c2,Ben
                    c3,Cleo
                    """,
                    "/products",
                    """
                    id,name,price
                    p1,pencil,0.80
                    p2,notebook,3.50
                    p3,lamp,42.00
                    """,
                    "/orders",
                    """
                    customer,product,count
                    c1,p2,4
                    c2,p1,10
                    c1,p3,1
                    c3,p2,1
                    c2,p2,2
                    c1,p1,5
                    """);
    var api = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    var csv = Headers.of("Content-Type", "text/csv; charset=utf-8");
    tables.forEach((path, table) -> api.createContext(path, HttpHandlers.of(200, csv, table)));
    api.start();
    return api;
}
