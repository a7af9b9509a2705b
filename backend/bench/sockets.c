/* Many WebSocket clients in one process, on epoll: signs in, then counts rows. Used by fanout.py.
 *
 *   sockets PORT COUNT HELLO EXPECTED_ROWS
 *
 * HELLO is a JSON text in which every %d becomes the number of the socket. A socket is ready after its first
 * `end` frame. Prints {"ready": seconds} when all are, then waits for a line on standard input, then prints
 * {"rows", "bytes", "seconds", "cpu"} once the sockets together have got EXPECTED_ROWS rows. A row is counted
 * where its text begins: ["task",
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char ROW[] = "[\"task\",", END[] = "{\"t\":\"end\",";

typedef struct { int fd, row, end, ready; } Client;
static Client *clients;
static long rows, ready_count;
static long long bytes;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void upgrade(int fd, int port) {
    char text[2048];
    int size = snprintf(text, sizeof text,
        "GET /sync HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", port);
    if (write(fd, text, size) != size) die("write");
    size = 0;
    do {
        int got = read(fd, text + size, sizeof text - 1 - size);
        if (got <= 0) die("handshake");
        text[size += got] = 0;
    } while (!strstr(text, "\r\n\r\n"));
    if (!strstr(text, " 101 ")) { fprintf(stderr, "refused: %.200s\n", text); exit(1); }
}

/* A masked text frame (RFC 6455, section 5.3) whose mask is zero. */
static void greet(int fd, const char *hello, int number) {
    unsigned char frame[4096] = {0x81, 0x80 | 126};
    char *text = (char *)frame + 8;
    int size = 0;
    for (const char *at = hello; *at; at++) {
        if (at[0] == '%' && at[1] == 'd') { size += sprintf(text + size, "%d", number); at++; }
        else text[size++] = *at;
    }
    frame[2] = size >> 8;
    frame[3] = size & 255;
    if (write(fd, frame, size + 8) != size + 8) die("hello");
}

static int advance(int state, const char *pattern, char c) {
    return c == pattern[state] ? state + 1 : c == pattern[0];
}

static void take(Client *client, const char *data, int size) {
    bytes += size;
    for (const char *at = data; at < data + size; at++) {
        if (!client->row && !client->end && *at != ROW[0] && *at != END[0]) continue;
        client->row = advance(client->row, ROW, *at);
        client->end = advance(client->end, END, *at);
        if (!ROW[client->row]) { rows++; client->row = 0; }
        if (!END[client->end]) { client->end = 0; if (!client->ready) { client->ready = 1; ready_count++; } }
    }
}

static void poll_once(int epoll) {
    static char data[1 << 16];
    struct epoll_event events[512];
    int count = epoll_wait(epoll, events, 512, 30000);
    if (count <= 0) { fprintf(stderr, "stalled at %ld rows, %ld ready\n", rows, ready_count); exit(2); }
    for (int i = 0; i < count; i++) {
        Client *client = &clients[events[i].data.u32];
        int got = read(client->fd, data, sizeof data);
        if (got <= 0) { fprintf(stderr, "socket %u closed\n", events[i].data.u32); exit(3); }
        take(client, data, got);
    }
}

int main(int argc, char **argv) {
    if (argc != 5) { fprintf(stderr, "sockets PORT COUNT HELLO EXPECTED_ROWS\n"); return 1; }
    int port = atoi(argv[1]), count = atoi(argv[2]), epoll = epoll_create1(0), one = 1;
    long expected = atol(argv[4]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    clients = calloc(count, sizeof *clients);
    double began = now();
    for (int i = 0; i < count; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (void *)&address, sizeof address)) die("connect");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        upgrade(fd, port);
        greet(fd, argv[3], i);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        clients[i].fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
    while (ready_count < count) poll_once(epoll);
    printf("{\"ready\": %.3f}\n", now() - began);
    fflush(stdout);
    if (getchar() == EOF) return 0;
    rows = bytes = 0;
    double start = now(), used = cpu();
    while (rows < expected) poll_once(epoll);
    printf("{\"rows\": %ld, \"bytes\": %lld, \"seconds\": %.4f, \"cpu\": %.4f}\n",
        rows, bytes, now() - start, cpu() - used);
    return 0;
}
