// Fetches many pages at once and saves them to files.
//
//     ./asyncio run examples/WebScraper.java [-o DIR] [-c CONCURRENCY] [--timeout SECONDS] [URL...]
//
// Without URLs it starts a site of its own and follows the links it finds there. Ctrl-C ends it
// cleanly at any time.

import static org.asyncio4j.Asyncio.*;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.*;
import org.asyncio4j.http.*;

import java.util.regex.Pattern;

record Options(Path directory, int concurrency, Duration timeout, List<String> urls) {}

/** A page that was saved. */
record Page(long bytes, Duration took, List<String> links) {}

record Summary(int pages, int failures, long bytes, Duration oneByOne, Duration elapsed) {}

void main(String[] args) throws IOException {
    Options options = parse(args);
    Summary summary;
    if (options.urls().isEmpty()) {
        HttpServer site = startSite();
        try {
            String home = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
            summary = run(() -> scrape(List.of(home), true, options));
        } finally {
            site.stop(0);
        }
    } else {
        summary = run(() -> scrape(options.urls(), false, options));
    }
    report(summary, options);
    if (summary.failures() > 0) {
        System.exit(1);
    }
}

// ---- scraping

/** Keeps {@code concurrency} tasks at work until there is nothing left to fetch. */
Summary scrape(List<String> start, boolean follow, Options options) throws IOException {
    toThread(() -> Files.createDirectories(options.directory()));
    var loop = getRunningLoop();
    Duration began = loop.time();

    var waiting = new ArrayDeque<>(new LinkedHashSet<>(start));
    var seen = new HashSet<>(waiting);
    var atWork = new LinkedHashSet<Task<Page>>();
    var progress = new Progress();
    int pages = 0;
    int failures = 0;
    long bytes = 0;
    Duration oneByOne = Duration.ZERO;

    try (var session = ClientSession.open(o -> o.withTimeout(options.timeout()))) {
        try {
            while (!waiting.isEmpty() || !atWork.isEmpty()) {
                while (!waiting.isEmpty() && atWork.size() < options.concurrency()) {
                    String url = waiting.remove();
                    atWork.add(createTask(named(url), () -> save(session, url, options)));
                }
                for (Task<Page> task : waitAny(atWork).done()) {
                    atWork.remove(task);
                    if (task.exception() instanceof Exception error) {
                        failures++;
                        progress.failed(task.name(), error);
                        continue;
                    }
                    Page page = task.result();
                    pages++;
                    bytes += page.bytes();
                    oneByOne = oneByOne.plus(page.took());
                    if (follow) {
                        page.links().stream().filter(seen::add).forEach(waiting::add);
                    }
                    progress.saved(task.name(), page.bytes(), waiting.size() + atWork.size());
                }
            }
        } finally {
            cancelAll(atWork); // after Ctrl-C
        }
    }
    progress.end();
    return new Summary(pages, failures, bytes, oneByOne, loop.time().minus(began));
}

void cancelAll(Set<Task<Page>> tasks) {
    tasks.forEach(Task::cancel);
    if (!tasks.isEmpty()) {
        waitAll(tasks);
    }
}

/** Fetches one page into a file, which appears under its name only when it is complete. */
Page save(ClientSession session, String url, Options options) throws IOException {
    Duration began = getRunningLoop().time();
    Path file = options.directory().resolve(fileName(url));
    Path part = options.directory().resolve(fileName(url) + ".part");
    long bytes = 0;
    List<String> links = List.of();
    try (var response = session.get(url).raiseForStatus()) {
        try (var out = AsyncFile.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(0);
            for (byte[] piece : response.body()) {
                out.write(piece);
                bytes += piece.length;
            }
        }
        if (response.contentType().equals("text/html")) {
            links = links(response.url(), AsyncFile.readAllBytes(part));
        }
        toThread(() -> Files.move(part, file, StandardCopyOption.REPLACE_EXISTING));
    } finally {
        toThread(() -> Files.deleteIfExists(part));
    }
    return new Page(bytes, getRunningLoop().time().minus(began), links);
}

/** The links of a page to pages of the same site. */
List<String> links(URI base, byte[] html) {
    return Pattern.compile("href=\"([^\"#]+)")
            .matcher(new String(html, StandardCharsets.UTF_8))
            .results()
            .map(match -> base.resolve(match.group(1)))
            .filter(link -> base.getAuthority().equals(link.getAuthority()))
            .map(URI::toString)
            .toList();
}

/**
 * A name for the URL that is one file in one directory whatever the URL contains: a slash becomes
 * an underscore, everything unusual its code.
 */
String fileName(String url) {
    var name = new StringBuilder();
    for (byte b : url.replaceFirst("^https?://", "").getBytes(StandardCharsets.UTF_8)) {
        if (b == '/') {
            name.append('_');
        } else if (b > 0
                && (Character.isLetterOrDigit(b) || b == '-' || (b == '.' && !name.isEmpty()))) {
            name.append((char) b);
        } else {
            name.append("%%%02X".formatted(b));
        }
    }
    if (name.length() > 200) {
        name.setLength(180);
        name.append('~').append(Integer.toHexString(url.hashCode()));
    }
    return name.toString();
}

// ---- what the user sees

/** A bar that redraws itself on a terminal, a line for each page elsewhere. */
class Progress {
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private int done;

    void saved(String url, long bytes, int left) {
        done++;
        if (terminal) {
            int filled = 40 * done / (done + left);
            System.out.print(
                    "\r["
                            + "#".repeat(filled)
                            + " ".repeat(40 - filled)
                            + "] "
                            + done
                            + "/"
                            + (done + left));
            System.out.flush();
        } else {
            IO.println("saved %,9d bytes  %s".formatted(bytes, url));
        }
    }

    void failed(String url, Exception error) {
        done++;
        String reason = reason(error);
        System.err.println(
                (terminal ? "\r\u001b[K" : "")
                        + "failed  "
                        + (reason.contains(url) ? reason : url + "  " + reason));
    }

    void end() {
        if (terminal) {
            IO.println();
        }
    }

    private String reason(Exception error) {
        String message = error.getMessage();
        return message == null ? error.toString() : message.lines().findFirst().orElse("");
    }
}

void report(Summary s, Options options) {
    IO.println(
            "%d pages, %,d bytes in %s, %.1f s; one by one it would have been %.1f s: %.1f times faster"
                    .formatted(
                            s.pages(),
                            s.bytes(),
                            options.directory(),
                            s.elapsed().toMillis() / 1e3,
                            s.oneByOne().toMillis() / 1e3,
                            (double) s.oneByOne().toNanos() / s.elapsed().toNanos()));
    if (s.failures() > 0) {
        IO.println("%d failed".formatted(s.failures()));
    }
}

// ---- the command line

Options parse(String[] args) {
    Path directory = Path.of("pages");
    int concurrency = 20;
    double timeout = 30;
    var urls = new ArrayList<String>();
    try {
        for (var rest = List.of(args).iterator(); rest.hasNext(); ) {
            switch (rest.next()) {
                case "-o" -> directory = Path.of(rest.next());
                case "-c" -> concurrency = Integer.parseInt(rest.next());
                case "--timeout" -> timeout = Double.parseDouble(rest.next());
                case String option when option.startsWith("-") ->
                        throw new IllegalArgumentException("no such option: " + option);
                case String url -> urls.add(url);
            }
        }
        if (concurrency < 1 || !(timeout > 0)) {
            throw new IllegalArgumentException("CONCURRENCY and SECONDS must be positive");
        }
    } catch (IllegalArgumentException | NoSuchElementException e) {
        System.err.println("WebScraper: " + e.getMessage());
        System.err.println(
                "usage: WebScraper.java [-o DIR] [-c CONCURRENCY] [--timeout SECONDS] [URL...]");
        System.exit(2);
    }
    return new Options(directory, concurrency, seconds(timeout), urls);
}

// ---- a site to scrape

/** Ten sections of six pages, some of them slow, some moved elsewhere. */
HttpServer startSite() throws IOException {
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    site.createContext("/", this::serve);
    site.start();
    return site;
}

void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    var words = path.split("/"); // "", section, page
    if (words.length == 0) {
        send(exchange, page("Home", IntStream.range(0, 10).mapToObj(n -> "/section-" + n), 0));
    } else if (words.length == 2) {
        send(exchange, page(path, IntStream.range(0, 6).mapToObj(n -> path + "/page-" + n), 100));
    } else if (path.endsWith("-5") && !path.contains("section-0")) {
        exchange.getResponseHeaders().add("Location", path + "-moved");
        exchange.sendResponseHeaders(302, -1);
    } else {
        int number = Math.floorMod(path.hashCode(), 100);
        pause(number % 4 == 0 ? 400 : 20 + number);
        send(exchange, page(path, Stream.of("/"), number * 100));
    }
    exchange.close();
}

String page(String title, Stream<String> links, int words) {
    return "<!doctype html><title>"
            + title
            + "</title>"
            + links.map(link -> "<a href=\"" + link + "\">" + link + "</a>\n")
                    .collect(Collectors.joining())
            + "lorem ipsum ".repeat(words);
}

void send(HttpExchange exchange, String html) throws IOException {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
}

void pause(int millis) {
    try {
        Thread.sleep(millis);
    } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
    }
}
