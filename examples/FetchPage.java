// Fetches a page and prints its first 100 characters.
//
// Run: ./asyncio run examples/FetchPage.java [URL]
//
// Without a URL it fetches a page that it serves itself.

import static org.asyncio4j.Asyncio.*;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.*;
import org.asyncio4j.http.*;

void main(String[] args) throws IOException {
    if (args.length > 0) {
        run(() -> fetchPage(args[0]));
        return;
    }
    var site = startSite();
    try {
        run(() -> fetchPage("http://127.0.0.1:" + site.getAddress().getPort() + "/"));
    } finally {
        site.stop(0);
    }
}

void fetchPage(String url) throws IOException {
    try (var session = ClientSession.open()) {
        var page = session.get(url).raiseForStatus().text();
        IO.println(page.substring(0, Math.min(100, page.length())));
    }
}

/** Serves one page on a free port. */
HttpServer startSite() throws IOException {
    var page =
            """
            <!DOCTYPE html>
            <title>A page</title>
            <p>This page is longer than a hundred characters, so this is only how it begins.
            """;
    var html = Headers.of("Content-Type", "text/html; charset=utf-8");
    var site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    site.createContext("/", HttpHandlers.of(200, html, page));
    site.start();
    return site;
}
