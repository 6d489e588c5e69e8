import sqlite3

STATEMENTS = [
    "create table book (title varchar(40), author varchar(40), pages integer)",
    "insert into book values ('Emma', 'Austen', 474), ('Persuasion', 'Austen', 249)",
    "insert into book values ('Middlemarch', 'Eliot', 880)",
    "select title, pages from book where author = 'Austen' order by pages",
    "select author, sum(pages) from book group by author order by author",
]


def main():
    coroutine = database(":memory:")
    next(coroutine)
    for sql in STATEMENTS:
        print(">", sql)
        for row in coroutine.send(sql):
            print(" | ".join(map(str, row)))
    coroutine.close()


def database(path):
    connection = sqlite3.connect(path)
    try:
        rows = []
        while True:
            sql = yield rows
            rows = connection.execute(sql).fetchall()
    finally:
        connection.close()
        print("connection closed")


main()
