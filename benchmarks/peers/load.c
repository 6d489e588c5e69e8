/*
 * The load: keeps one message in flight on each of many connections and counts the echoes.
 *
 *     gcc -O2 -Wall -o load load.c
 *     load PORT CONNECTIONS BYTES SECONDS [PID]
 *
 * Prints `requests N`, `seconds S`, `p50 US` and `p99 US`, the time from a message to its echo; with
 * the process id of the server also `cpu S`, what the server used meanwhile, and `resident B`, the
 * memory it has when all connections are there and have had one echo each, which is when the
 * others begin to count, and `half B`, what it had with half of them.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 256
#define BILLION 1000000000LL

/* Latencies are counted in classes that are 1/64 of their power of two wide. */
#define FINE 64
#define CLASSES (58 * FINE)

struct connection {
    int socket;
    long unsent;
    long awaited;
    int64_t begun;
};

static long size;
static char *message;
static char *received;
static int poller;
static int64_t requests;
static int64_t latencies[CLASSES];

/* How many connections still have to hang up; it is not the time to while this is 0. */
static int ending;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int64_t nanos(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) < 0) {
        fail("clock_gettime");
    }
    return time.tv_sec * BILLION + time.tv_nsec;
}

static int class_of(int64_t latency) {
    if (latency < FINE) {
        return latency;
    }
    int shift = 63 - __builtin_clzll(latency) - 6;
    return shift * FINE + (latency >> shift);
}

/* The lower end of a class. */
static int64_t latency_of(int class) {
    int shift = class < 2 * FINE ? 0 : class / FINE - 1;
    return (int64_t)(class - shift * FINE) << shift;
}

static double quantile_in_micros(double quantile) {
    int64_t rank = quantile * requests;
    int class = 0;
    for (int64_t seen = latencies[0]; seen <= rank && class < CLASSES - 1;) {
        seen += latencies[++class];
    }
    return latency_of(class) / 1000.0;
}

static void watch(struct connection *connection, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(poller, operation, connection->socket, &event) < 0) {
        fail("epoll_ctl");
    }
}

/* Sends what the socket takes, and the rest when it takes more. */
static void send_rest(struct connection *connection) {
    long before = connection->unsent;
    ssize_t sent = send(
        connection->socket, message + size - before, before, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        fail("send");
    }
    connection->unsent -= sent < 0 ? 0 : sent;
    if (connection->unsent > 0) {
        watch(connection, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    } else if (before < size) {
        watch(connection, EPOLLIN, EPOLL_CTL_MOD);
    }
}

static void send_message(struct connection *connection, int64_t now) {
    connection->begun = now;
    connection->unsent = size;
    connection->awaited = size;
    send_rest(connection);
}

/* Returns whether the echo is complete. */
static int receive(struct connection *connection) {
    ssize_t count = recv(connection->socket, received, size + 1, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) {
        return 0;
    }
    if (count < 0) {
        fail("recv");
    }
    connection->awaited -= count;
    if (count == 0 || connection->awaited < connection->unsent) {
        fprintf(stderr, count == 0 ? "the server hung up\n" : "the echo is too long\n");
        exit(1);
    }
    return connection->awaited == 0;
}

static void serve(struct connection *connection, uint32_t events) {
    if (connection->unsent > 0 && events & EPOLLOUT) {
        send_rest(connection);
    }
    if (events & ~EPOLLOUT && receive(connection)) {
        if (ending > 0) {
            close(connection->socket);
            ending--;
            return;
        }
        int64_t now = nanos(CLOCK_MONOTONIC);
        requests++;
        latencies[class_of(now - connection->begun)]++;
        send_message(connection, now);
    }
}

static void serve_ready(void) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poller, events, EVENTS, 1000);
    if (count < 0 && errno != EINTR) {
        fail("epoll_wait");
    }
    for (int i = 0; i < count; i++) {
        serve(events[i].data.ptr, events[i].events);
    }
}

static void connect_to(struct connection *connection, int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int yes = 1;
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->socket < 0
        || connect(connection->socket, (struct sockaddr *)&address, sizeof address) < 0
        || setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) < 0) {
        fail("connect");
    }
    watch(connection, EPOLLIN, EPOLL_CTL_ADD);
    send_message(connection, nanos(CLOCK_MONOTONIC));
    while (!receive(connection)) {
        struct epoll_event event;
        epoll_wait(poller, &event, 1, 1);
        if (connection->unsent > 0) {
            send_rest(connection);
        }
    }
}

static long long resident(const char *process) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/statm", process);
    FILE *file = fopen(path, "r");
    long long pages;
    if (file == NULL || fscanf(file, "%*d %lld", &pages) != 1) {
        fail(path);
    }
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void allow_many_sockets(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int count, char **arguments) {
    if (count != 5 && count != 6) {
        fprintf(stderr, "usage: load PORT CONNECTIONS BYTES SECONDS [PID]\n");
        return 2;
    }
    int port = atoi(arguments[1]);
    int connections = atoi(arguments[2]);
    size = atol(arguments[3]);
    int64_t duration = atof(arguments[4]) * BILLION;
    clockid_t server_clock = CLOCK_MONOTONIC;
    if (count == 6 && clock_getcpuclockid(atoi(arguments[5]), &server_clock) != 0) {
        fprintf(stderr, "no such process: %s\n", arguments[5]);
        return 1;
    }
    allow_many_sockets();
    message = malloc(size);
    memset(message, 'x', size);
    received = malloc(size + 1);
    poller = epoll_create1(0);
    struct connection *all = calloc(connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        if (count == 6 && i == connections / 2) {
            printf("half %lld\n", resident(arguments[5]));
        }
        connect_to(&all[i], port);
    }
    if (count == 6) {
        printf("resident %lld\n", resident(arguments[5]));
    }
    int64_t cpu = nanos(server_clock);
    int64_t begin = nanos(CLOCK_MONOTONIC);
    for (int i = 0; i < connections; i++) {
        send_message(&all[i], nanos(CLOCK_MONOTONIC));
    }
    while (nanos(CLOCK_MONOTONIC) - begin < duration) {
        serve_ready();
    }
    int64_t taken = nanos(CLOCK_MONOTONIC) - begin;
    cpu = nanos(server_clock) - cpu;
    for (ending = connections; ending > 0;) {
        serve_ready();
    }
    printf("requests %lld\n", (long long)requests);
    printf("seconds %.6f\n", taken / 1e9);
    printf("p50 %.1f\n", quantile_in_micros(0.50));
    printf("p99 %.1f\n", quantile_in_micros(0.99));
    if (count == 6) {
        printf("cpu %.6f\n", cpu / 1e9);
    }
    return 0;
}
