/* What the C tests share: checks that count, the line that tells the port, and waiting for the end of the input. They run
 * with SIGPIPE as a process in C finds it, and the library leaves it so. */
#ifndef CHECK_H
#define CHECK_H

#include <oftpsrv.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t check_lock = PTHREAD_MUTEX_INITIALIZER;
static int failures;

static void check(bool fine, const char *file, int line, const char *what) {
    if (fine) return;
    pthread_mutex_lock(&check_lock);
    failures++;
    fprintf(stderr, "%s:%d: %s; last error %d: %s\n", file, line, what, (int)oftpsrv_last_error_code(),
            oftpsrv_last_error_message());
    pthread_mutex_unlock(&check_lock);
}

#define CHECK(condition) check((condition), __FILE__, __LINE__, #condition)
#define OK(call) CHECK((call) == OFTPSRV_OK)
#define FAILS(code, call) CHECK((call) == (code))

/* Whether a write to a broken pipe would end this program, as it does unless a program decides otherwise. */
static inline bool sigpipe_is_default(void) {
    struct sigaction action;
    sigset_t blocked;
    if (sigaction(SIGPIPE, NULL, &action) != 0 || pthread_sigmask(SIG_BLOCK, NULL, &blocked) != 0) return false;
    return action.sa_handler == SIG_DFL && !sigismember(&blocked, SIGPIPE);
}

/* A server on a free port of the loopback interface. */
static inline oftpsrv_t *new_server(int32_t mode) {
    oftpsrv_t *server = oftpsrv_new();
    CHECK(server != NULL);
    CHECK(sigpipe_is_default());
    OK(oftpsrv_set_event_dispatch(server, mode));
    OK(oftpsrv_set_local_host(server, "127.0.0.1"));
    OK(oftpsrv_set_local_port(server, 0));
    OK(oftpsrv_set_server_ssid_code(server, "O0013SERVER"));
    OK(oftpsrv_set_server_sfid_code(server, "O0013SERVER"));
    OK(oftpsrv_set_server_password(server, "SERVER"));
    OK(oftpsrv_set_config(server, "TurnHoldTime", "-1"));
    return server;
}

static inline int32_t start_server(oftpsrv_t *server) {
    int32_t port = 0;
    OK(oftpsrv_start(server));
    OK(oftpsrv_get_local_port(server, &port));
    CHECK(port > 0);
    printf("listening on port %d\n", (int)port);
    fflush(stdout);
    return port;
}

/* Whether the input has ended; waits up to `timeout_ms` for it, and for ever with -1. */
static inline bool input_ended(int timeout_ms) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char octet;
    for (;;) {
        if (poll(&input, 1, timeout_ms) <= 0) return false;
        if (read(STDIN_FILENO, &octet, 1) <= 0) return true;
    }
}

/* Serves until the input ends. */
static inline void serve(oftpsrv_t *server, int32_t mode) {
    if (mode == OFTPSRV_DISPATCH_DIRECT) {
        (void)input_ended(-1);
        return;
    }
    while (!input_ended(0))
        if (oftpsrv_do_events(server, 20) != OFTPSRV_OK) {
            (void)input_ended(-1);
            return;
        }
}

static inline int32_t mode_of(const char *word) {
    return strcmp(word, "queued") == 0 ? OFTPSRV_DISPATCH_QUEUED : OFTPSRV_DISPATCH_DIRECT;
}

/* The program's exit status: every check held and every handle was freed. */
static inline int verdict(void) {
    CHECK(oftpsrv_live_handles() == 0);
    CHECK(sigpipe_is_default());
    if (failures > 0) fprintf(stderr, "%d checks failed\n", failures);
    return failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
