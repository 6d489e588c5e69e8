// A coroutine that keeps a database connection in a local variable. It is sent SQL and gives back
// rows; closing it closes the connection. The database works on another thread, so other tasks can
// run meanwhile.
//
// Run: mvn dependency:copy -Dartifact=com.h2database:h2:2.4.240 -DoutputDirectory=.
//      ./asyncio run --class-path h2-2.4.240.jar examples/DatabaseCoroutine.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

import java.sql.*;

void main() {
    run(this::session);
}

void session() {
    try (var database = database("jdbc:h2:mem:")) {
        database.next();
        for (var sql : STATEMENTS) {
            IO.println("> " + sql);
            for (var row : database.send(sql)) {
                IO.println(row.stream().map(String::valueOf).collect(Collectors.joining(" | ")));
            }
        }
    }
}

SendGenerator<List<List<Object>>, String> database(String url) {
    return sendGenerator(
            y -> {
                try (var connection = DriverManager.getConnection(url)) {
                    var rows = List.<List<Object>>of();
                    while (true) {
                        var sql = y.yield(rows);
                        rows = toThread(() -> execute(connection, sql));
                    }
                } finally {
                    IO.println("connection closed");
                }
            });
}

List<List<Object>> execute(java.sql.Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
        return statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
    }
}

List<List<Object>> rows(ResultSet results) throws SQLException {
    var rows = new ArrayList<List<Object>>();
    while (results.next()) {
        var row = new ArrayList<>();
        for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
            row.add(results.getObject(column));
        }
        rows.add(row);
    }
    return rows;
}

static final List<String> STATEMENTS =
        List.of(
                "create table book (title varchar(40), author varchar(40), pages integer)",
                "insert into book values ('Emma', 'Austen', 474), ('Persuasion', 'Austen', 249)",
                "insert into book values ('Middlemarch', 'Eliot', 880)",
                "select title, pages from book where author = 'Austen' order by pages",
                "select author, sum(pages) from book group by author order by author");
