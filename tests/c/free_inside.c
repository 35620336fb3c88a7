/*
 * A callback that frees its own server:  free_inside direct|queued EVENT
 *
 * The callback goes on after that, with a dead handle; nothing hangs, nothing is called any more, and no handle is left.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

static volatile bool freed;

static void free_here(oftpsrv_t *server, const char *connection_id) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    char **ids = NULL;
    size_t count = 7;
    pthread_mutex_lock(&lock);
    CHECK(!freed); /* or a callback came after the last one */
    oftpsrv_free(server);
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_stop(server));
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_logoff(server, connection_id));
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_connections(server, &ids, &count));
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_on_log(server, NULL, NULL));
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_do_events(server, 0));
    CHECK(count == 0 && ids == NULL && !oftpsrv_is_listening(server));
    oftpsrv_free(server);
    CHECK(oftpsrv_last_error_code() == OFTPSRV_ERROR_STALE_HANDLE);
    freed = true;
    pthread_mutex_unlock(&lock);
}

#define FREES_IN(event)                                                                                   \
    static void in_##event(oftpsrv_t *server, oftpsrv_##event##_event_t *it, void *user_data) {           \
        (void)user_data;                                                                                  \
        free_here(server, it->connection_id);                                                             \
        CHECK(it->size == sizeof *it && it->connection_id != NULL); /* the event outlives the server */   \
    }

static void in_connection_request(oftpsrv_t *server, oftpsrv_connection_request_event_t *event, void *user_data) {
    (void)user_data;
    free_here(server, "1");
    CHECK(event->address != NULL);
}

FREES_IN(accept_connection)
FREES_IN(accept_file)
FREES_IN(connected)
FREES_IN(disconnected)
FREES_IN(end_transfer)
FREES_IN(pi_trail)
FREES_IN(ready_to_send)
FREES_IN(transfer)

#define CHOOSE(event) \
    if (strcmp(argv[2], #event) == 0) OK(oftpsrv_on_##event(server, in_##event, NULL))

int main(int argc, char **argv) {
    struct timespec pause = {.tv_nsec = 5000000};
    oftpsrv_t *server;
    int32_t mode;
    int i;
    if (argc != 3) return 2;
    mode = mode_of(argv[1]);
    server = new_server(mode);
    OK(oftpsrv_set_config(server, "DownloadDirectory", "."));
    CHOOSE(accept_connection);
    CHOOSE(accept_file);
    CHOOSE(connected);
    CHOOSE(connection_request);
    CHOOSE(disconnected);
    CHOOSE(end_transfer);
    CHOOSE(pi_trail);
    CHOOSE(ready_to_send);
    CHOOSE(transfer);
    start_server(server);
    /* With queued events the callback comes in here, and the server dies under the pump. */
    for (i = 0; i < 12000 && !freed; i++)
        if (mode == OFTPSRV_DISPATCH_DIRECT || oftpsrv_do_events(server, 5) != OFTPSRV_OK) nanosleep(&pause, NULL);
    CHECK(freed);
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_do_events(server, 0));
    return verdict();
}
