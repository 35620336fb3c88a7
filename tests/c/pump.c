/*
 * Sending that waits, and who runs the callbacks meanwhile:  pump direct|queued DIRECTORY
 *
 * With queued events every callback comes on the main thread inside a call that pumps: oftpsrv_do_events(), or a function that
 * waits for the partner. With direct events none comes there.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

static const char *directory;
static int32_t mode;
static pthread_t main_thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static char *ready_connection;
static bool gone;

static void right_thread(void) {
    CHECK((pthread_equal(pthread_self(), main_thread) != 0) == (mode == OFTPSRV_DISPATCH_QUEUED));
}

static void on_accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    (void)user_data;
    right_thread();
    OK(oftpsrv_connection_set_download_directory(server, event->connection_id, directory));
}

static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    right_thread();
    pthread_mutex_lock(&lock);
    free(ready_connection);
    ready_connection = strdup(event->connection_id);
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static void on_pi_trail(oftpsrv_t *server, oftpsrv_pi_trail_event_t *event, void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
    right_thread();
}

static void on_disconnected(oftpsrv_t *server, oftpsrv_disconnected_event_t *event, void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
    right_thread();
    pthread_mutex_lock(&lock);
    gone = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

/* Waits until a callback has set what `what` points at. */
static void wait_for(oftpsrv_t *server, bool (*what)(void)) {
    for (;;) {
        bool there;
        pthread_mutex_lock(&lock);
        there = what();
        if (!there && mode == OFTPSRV_DISPATCH_DIRECT) {
            pthread_cond_wait(&changed, &lock);
            there = what();
        }
        pthread_mutex_unlock(&lock);
        if (there) return;
        if (mode == OFTPSRV_DISPATCH_QUEUED) OK(oftpsrv_do_events(server, -1));
    }
}

static bool is_ready(void) {
    return ready_connection != NULL;
}

static bool is_gone(void) {
    return gone;
}

int main(int argc, char **argv) {
    oftpsrv_t *server;
    bool ready = false;
    if (argc != 3) return 2;
    mode = mode_of(argv[1]);
    directory = argv[2];
    main_thread = pthread_self();
    server = new_server(mode);
    OK(oftpsrv_on_accept_connection(server, on_accept_connection, NULL));
    OK(oftpsrv_on_ready_to_send(server, on_ready_to_send, NULL));
    OK(oftpsrv_on_pi_trail(server, on_pi_trail, NULL));
    OK(oftpsrv_on_disconnected(server, on_disconnected, NULL));
    start_server(server);

    wait_for(server, is_ready);
    OK(oftpsrv_connection_get_ready_to_send(server, ready_connection, &ready));
    CHECK(ready);
    /* The partner takes the first file and refuses the second. */
    OK(oftpsrv_send_file(server, ready_connection, "O0013PARTNER", __FILE__, "TAKEN"));
    CHECK(oftpsrv_send_file(server, ready_connection, "O0013PARTNER", __FILE__, "REFUSED") != OFTPSRV_OK);
    CHECK(strlen(oftpsrv_last_error_message()) > 0);
    CHECK(oftpsrv_send_file(server, ready_connection, "O0013PARTNER", "/no/such/file", "MISSING") != OFTPSRV_OK);
    OK(oftpsrv_change_direction(server, ready_connection));

    wait_for(server, is_gone);
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_logoff(server, ready_connection));
    free(ready_connection);
    oftpsrv_free(server);
    return verdict();
}
