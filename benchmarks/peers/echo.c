/*
 * Sends back what it is sent: a bare epoll loop, the least that a server on one thread can do.
 *
 *     gcc -O2 -Wall -o echo echo.c
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 256

/* What a socket did not take yet of what its peer sent; nothing is read meanwhile. */
struct connection {
    int socket;
    char *unsent;
    long begin;
    long end;
};

static char buffer[256 * 1024];
static int poller;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct connection *connection, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(poller, operation, connection->socket, &event) < 0) {
        fail("epoll_ctl");
    }
}

static struct connection *connection_of(int socket) {
    struct connection *connection = calloc(1, sizeof *connection);
    connection->socket = socket;
    watch(connection, EPOLLIN, EPOLL_CTL_ADD);
    return connection;
}

static void end(struct connection *connection) {
    close(connection->socket);
    free(connection->unsent);
    free(connection);
}

static void keep(struct connection *connection, const char *data, long count) {
    connection->unsent = malloc(count);
    memcpy(connection->unsent, data, count);
    connection->begin = 0;
    connection->end = count;
    watch(connection, EPOLLOUT, EPOLL_CTL_MOD);
}

static void echo(struct connection *connection) {
    ssize_t count = recv(connection->socket, buffer, sizeof buffer, 0);
    if (count <= 0) {
        if (count == 0 || errno != EAGAIN) {
            end(connection);
        }
        return;
    }
    ssize_t sent = send(connection->socket, buffer, count, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        end(connection);
    } else if (sent < count) {
        sent = sent < 0 ? 0 : sent;
        keep(connection, buffer + sent, count - sent);
    }
}

static void send_rest(struct connection *connection) {
    ssize_t sent = send(
        connection->socket,
        connection->unsent + connection->begin,
        connection->end - connection->begin,
        MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        end(connection);
        return;
    }
    connection->begin += sent < 0 ? 0 : sent;
    if (connection->begin == connection->end) {
        free(connection->unsent);
        connection->unsent = NULL;
        watch(connection, EPOLLIN, EPOLL_CTL_MOD);
    }
}

static void accept_from(int listener) {
    int yes = 1;
    int socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (socket >= 0) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        connection_of(socket);
    }
}

static int listen_anywhere(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (bind(listener, (struct sockaddr *)&address, length) < 0
        || listen(listener, 1000) < 0
        || getsockname(listener, (struct sockaddr *)&address, &length) < 0) {
        fail("listen");
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void allow_many_sockets(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(void) {
    struct epoll_event events[EVENTS];
    allow_many_sockets();
    poller = epoll_create1(0);
    struct connection *input = connection_of(STDIN_FILENO);
    struct connection *listener = connection_of(listen_anywhere());
    while (1) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == listener) {
                accept_from(listener->socket);
            } else if (connection == input) {
                if (read(STDIN_FILENO, buffer, sizeof buffer) <= 0) {
                    return 0;
                }
            } else if (connection->unsent != NULL) {
                send_rest(connection);
            } else {
                echo(connection);
            }
        }
    }
}
