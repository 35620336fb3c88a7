/*
 * Many threads, dead handles, and callbacks that go away while they run:  threads
 *
 * Needs no OFTP partner: connections that say nothing are enough to make events.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { THREADS = 4, ROUNDS = 10 };

static int connect_to(int32_t port) {
    struct sockaddr_in address;
    int line = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(line >= 0 && connect(line, (struct sockaddr *)&address, sizeof address) == 0);
    return line;
}

static void pause_for(long milliseconds) {
    struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* --- A server that dies while others use it --- */

static bool alive_or_stale(int32_t status) {
    return status == OFTPSRV_OK || status == OFTPSRV_ERROR_STALE_HANDLE;
}

static void *hammer(void *argument) {
    oftpsrv_t *server = argument;
    int32_t status = OFTPSRV_OK;
    while (status != OFTPSRV_ERROR_STALE_HANDLE) {
        char *text = NULL, **ids = NULL;
        size_t count = 0;
        int32_t number = 0;
        CHECK(alive_or_stale(oftpsrv_get_local_host(server, &text)));
        CHECK(alive_or_stale(oftpsrv_set_default_timeout(server, 30)));
        CHECK(alive_or_stale(oftpsrv_get_default_timeout(server, &number)));
        CHECK(alive_or_stale(oftpsrv_connections(server, &ids, &count)));
        (void)oftpsrv_is_listening(server);
        if (count > 0) {
            int32_t said = oftpsrv_connection_get_remote_port(server, ids[0], &number);
            CHECK(alive_or_stale(said) || said == OFTPSRV_ERROR_INVALID_CONNECTION_ID);
        }
        oftpsrv_connections_free(ids, count);
        oftpsrv_string_free(text);
        status = oftpsrv_do_events(server, 1);
        CHECK(alive_or_stale(status));
    }
    return NULL;
}

static void dies_while_used(int32_t mode) {
    int round;
    for (round = 0; round < ROUNDS; round++) {
        pthread_t threads[THREADS];
        int lines[3], i;
        int32_t port = 0;
        oftpsrv_t *server = new_server(mode);
        OK(oftpsrv_start(server));
        OK(oftpsrv_get_local_port(server, &port));
        for (i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, hammer, server) == 0);
        for (i = 0; i < 3; i++) lines[i] = connect_to(port);
        pause_for(round);
        if (round % 2 == 0) OK(oftpsrv_shutdown(server));
        oftpsrv_free(server);
        for (i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
        for (i = 0; i < 3; i++) close(lines[i]);
        FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_start(server));
    }
}

/* --- A callback that is replaced while it runs --- */

typedef struct slow {
    int entered;
    int left;
    oftpsrv_connection_request_event_t *event; /* kept too long, on purpose */
} slow_t;

static pthread_mutex_t slow_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t slow_entered = PTHREAD_COND_INITIALIZER;

static void slow_callback(oftpsrv_t *server, oftpsrv_connection_request_event_t *event, void *user_data) {
    slow_t *slow = user_data;
    (void)server;
    pthread_mutex_lock(&slow_lock);
    slow->event = event;
    slow->entered++;
    pthread_cond_signal(&slow_entered);
    pthread_mutex_unlock(&slow_lock);
    pause_for(100);
    pthread_mutex_lock(&slow_lock);
    slow->left++;
    pthread_mutex_unlock(&slow_lock);
}

/* Starts a connection and returns when the callback is running. */
static int enter(slow_t *slow, int32_t port) {
    int before, line;
    pthread_mutex_lock(&slow_lock);
    before = slow->entered;
    line = connect_to(port);
    while (slow->entered == before) pthread_cond_wait(&slow_entered, &slow_lock);
    pthread_mutex_unlock(&slow_lock);
    return line;
}

static void replaced_while_running(void) {
    slow_t *slow = calloc(1, sizeof *slow);
    int32_t port = 0;
    int lines[2];
    oftpsrv_t *server = new_server(OFTPSRV_DISPATCH_DIRECT);
    OK(oftpsrv_on_connection_request(server, slow_callback, slow));
    OK(oftpsrv_start(server));
    OK(oftpsrv_get_local_port(server, &port));

    lines[0] = enter(slow, port);
    OK(oftpsrv_on_connection_request(server, NULL, NULL));
    CHECK(slow->entered == 1 && slow->left == 1); /* no lock: nobody else may use it any more */
    free(slow);

    slow = calloc(1, sizeof *slow);
    OK(oftpsrv_on_connection_request(server, slow_callback, slow));
    lines[1] = enter(slow, port);
    oftpsrv_free(server);
    CHECK(slow->entered == 1 && slow->left == 1);
    free(slow);
    close(lines[0]);
    close(lines[1]);
}

/* --- What is only good for a while --- */

static oftpsrv_accept_file_event_t never_came;

static void ends_of_life(void) {
    oftpsrv_t *server = new_server(OFTPSRV_DISPATCH_QUEUED), *again;
    char *text = NULL;
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_connection_set_timeout(server, "7", 1));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_get_config(server, "Timeout[7]", &text));
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_accept_file_event_set_file_name(&never_came, "x"));
    oftpsrv_free(server);
    again = oftpsrv_new();
    CHECK(again != server); /* a handle is never used again */
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_set_local_port(server, 1));
    oftpsrv_free(server);
    CHECK(oftpsrv_live_handles() == 1);
    oftpsrv_free(again);
    /* A server that starts again and again. */
    server = new_server(OFTPSRV_DISPATCH_DIRECT);
    OK(oftpsrv_start(server));
    OK(oftpsrv_stop(server));
    OK(oftpsrv_start(server));
    OK(oftpsrv_shutdown(server));
    OK(oftpsrv_start(server));
    FAILS(OFTPSRV_ERROR_ALREADY_LISTENING, oftpsrv_start(server));
    OK(oftpsrv_reset(server));
    FAILS(OFTPSRV_ERROR_SSID_NOT_SET, oftpsrv_start(server));
    oftpsrv_free(server);
}

/* --- What a freed server leaves behind: no thread, no descriptor --- */

static int entries(const char *path) {
    int count = 0;
    DIR *directory = opendir(path);
    if (directory == NULL) return 0;
    while (readdir(directory) != NULL) count++;
    closedir(directory);
    return count;
}

static void nothing_stays(void) {
    int threads = 0, descriptors = entries("/proc/self/fd"), i;
    for (i = 0; i < 5; i++) {
        oftpsrv_t *server = new_server(i % 2 == 0 ? OFTPSRV_DISPATCH_DIRECT : OFTPSRV_DISPATCH_QUEUED);
        int32_t port = 0;
        int line;
        OK(oftpsrv_set_config(server, "StatePath", "state"));
        OK(oftpsrv_start(server));
        OK(oftpsrv_get_local_port(server, &port));
        if (i % 2 != 0) CHECK(oftpsrv_event_fd(server) >= 0);
        line = connect_to(port);
        pause_for(20);
        oftpsrv_free(server);
        close(line);
    }
    /* Threads that are told to end need a moment. */
    for (i = 0; i < 1000; i++) {
        threads = entries("/proc/self/task");
        if (threads <= 3 && entries("/proc/self/fd") <= descriptors) break;
        pause_for(10);
    }
    CHECK(threads <= 3); /* this one, "." and ".." */
    CHECK(entries("/proc/self/fd") <= descriptors);
}

int main(void) {
    nothing_stays();
    dies_while_used(OFTPSRV_DISPATCH_DIRECT);
    dies_while_used(OFTPSRV_DISPATCH_QUEUED);
    replaced_while_running();
    ends_of_life();
    return verdict();
}
