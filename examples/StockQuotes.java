// A coroutine that is asked for the price of a share on a day and answers with a record. It reads
// its table once, when it starts.
//
// Run: ./asyncio run examples/StockQuotes.java [SYMBOL DATE]

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

import java.math.BigDecimal;
import java.time.LocalDate;

record Question(String symbol, LocalDate date) {}

record Quote(LocalDate date, BigDecimal open, BigDecimal close) {
    BigDecimal change() {
        return close.subtract(open);
    }
}

void main(String[] args) {
    var questions = args.length == 2 ? List.of(question(args[0], args[1])) : QUESTIONS;
    try (var quotes = quotes()) {
        quotes.next();
        for (var question : questions) {
            IO.println(
                    question.symbol()
                            + " on "
                            + question.date()
                            + ": "
                            + line(quotes.send(question)));
        }
    }
}

/** Gives the last quote up to the day that is asked for; an empty one if there is none. */
SendGenerator<Optional<Quote>, Question> quotes() {
    return sendGenerator(
            y -> {
                var table = table();
                var answer = Optional.<Quote>empty();
                while (true) {
                    var question = y.yield(answer);
                    var days = table.getOrDefault(question.symbol(), new TreeMap<>());
                    answer =
                            Optional.ofNullable(days.floorEntry(question.date()))
                                    .map(Map.Entry::getValue);
                }
            });
}

Map<String, TreeMap<LocalDate, Quote>> table() {
    var table = new HashMap<String, TreeMap<LocalDate, Quote>>();
    for (var line : PRICES.lines().toList()) {
        var fields = line.split(" ");
        var quote =
                new Quote(
                        LocalDate.parse(fields[1]),
                        new BigDecimal(fields[2]),
                        new BigDecimal(fields[3]));
        table.computeIfAbsent(fields[0], _ -> new TreeMap<>()).put(quote.date(), quote);
    }
    return table;
}

String line(Optional<Quote> quote) {
    return quote.map(
                    q ->
                            "from "
                                    + q.open()
                                    + " to "
                                    + q.close()
                                    + ", change "
                                    + q.change()
                                    + " ("
                                    + q.date()
                                    + ")")
            .orElse("not traded");
}

static Question question(String symbol, String date) {
    return new Question(symbol, LocalDate.parse(date));
}

static final List<Question> QUESTIONS =
        List.of(
                question("ACME", "2024-03-01"),
                question("ACME", "2024-03-03"), // a Sunday: Friday's
                question("INIT", "2024-03-04"),
                question("INIT", "2024-02-01"),
                question("NONE", "2024-03-04"));

static final String PRICES =
        """
        ACME 2024-02-29 101.50 103.25
        ACME 2024-03-01 103.25 99.80
        ACME 2024-03-04 100.00 104.10
        INIT 2024-03-01 12.40 12.40
        INIT 2024-03-04 12.40 13.05
        """;
