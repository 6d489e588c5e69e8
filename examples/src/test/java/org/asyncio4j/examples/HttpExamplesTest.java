package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The programs with an HTTP client: against the server they bring along, and against another. */
@Execution(ExecutionMode.CONCURRENT)
class HttpExamplesTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        executor.close();
    }

    @Test
    void fetchPage_withoutUrl_printsTheBeginningOfItsOwnPage() throws Exception {
        var out =
                """
                <!DOCTYPE html>
                <title>A page</title>
                <p>This page is longer than a hundred characters, so this is o
                """;

        assertEquals(new Result(0, out, ""), Example.run("FetchPage"));
    }

    @Test
    void fetchPage_shortPage_printsAllOfIt() throws Exception {
        server.createContext("/page", answer("short"));

        assertEquals(new Result(0, "short\n", ""), Example.run("FetchPage", url() + "/page"));
    }

    @Test
    void apiStatistics_withoutUrl_printsTheTableOfItsOwnApi() throws Exception {
        var out =
                """
                customer   orders     total   average  smallest   largest
                Ana             3     60.00     20.00      4.00     42.00
                Ben             2     15.00      7.50      7.00      8.00
                Cleo            1      3.50      3.50      3.50      3.50
                all             6     78.50     13.08      3.50     42.00
                """;

        assertEquals(new Result(0, out, ""), Example.run("ApiStatistics"));
    }

    /** No request is answered before all three are there. */
    @Test
    void apiStatistics_ofAnApi_asksAllEndpointsAtOnce() throws Exception {
        var tables =
                Map.of(
                        "/customers", "id,name\n7,Dora\n8,Emil\n",
                        "/products", "id,name,price\n1,pen,1.25\n",
                        "/orders", "customer,product,count\n7,1,2\n7,1,4\n");
        var asked = new CountDownLatch(tables.size());
        tables.forEach((path, table) -> server.createContext(path, answer(table, asked)));

        var out =
                """
                customer   orders     total   average  smallest   largest
                Dora            2      7.50      3.75      2.50      5.00
                all             2      7.50      3.75      2.50      5.00
                """;
        assertEquals(new Result(0, out, ""), Example.run("ApiStatistics", url()));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpHandler answer(String text) {
        return answer(text, new CountDownLatch(0));
    }

    private static HttpHandler answer(String text, CountDownLatch asked) {
        return exchange -> {
            asked.countDown();
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(awaits(asked) ? 200 : 500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
