/*
 * Files from and to the program's memory:  streams direct|queued DIRECTORY
 *
 * Every stream has user data of its own on the heap, freed at the first moment the header allows; a sanitizer sees when the
 * engine looks at it later. At the end every stream was closed or replaced, once. The name of a file says what happens to it.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

enum { UPLOAD_SIZE = 1000003 };

static const char *directory;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int opened, closed, replaced;
static char received[64]; /* the names of whole files, their first letters */

typedef struct stream {
    size_t position;
    size_t breaks_at; /* fails there */
    uint32_t sum;
    bool closed;
} stream_t;

static stream_t *new_stream(size_t breaks_at) {
    stream_t *stream = calloc(1, sizeof *stream);
    if (stream == NULL) abort();
    stream->breaks_at = breaks_at;
    pthread_mutex_lock(&lock);
    opened++;
    pthread_mutex_unlock(&lock);
    return stream;
}

static int32_t take(const uint8_t *data, size_t length, void *user_data) {
    stream_t *stream = user_data;
    size_t i;
    CHECK(!stream->closed);
    for (i = 0; i < length; i++) stream->sum = stream->sum * 31 + data[i];
    stream->position += length;
    return stream->position > stream->breaks_at ? -1 : 0;
}

static int64_t give(uint8_t *buffer, size_t capacity, void *user_data) {
    stream_t *stream = user_data;
    size_t i, count = UPLOAD_SIZE - stream->position;
    CHECK(!stream->closed);
    if (count > capacity) count = capacity;
    if (count > 4099) count = 4099; /* less than was asked for is no end */
    if (stream->position + count > stream->breaks_at) return -1;
    for (i = 0; i < count; i++) buffer[i] = (uint8_t)((stream->position + i) * 7 % 251);
    stream->position += count;
    return (int64_t)count;
}

static void close_stream(void *user_data) {
    stream_t *stream = user_data;
    CHECK(!stream->closed);
    stream->closed = true;
    pthread_mutex_lock(&lock);
    closed++;
    pthread_mutex_unlock(&lock);
    free(stream);
}

/* A replaced stream hears nothing; its data is free to go as soon as the other one is set. */
static void forget(stream_t *stream) {
    CHECK(!stream->closed);
    pthread_mutex_lock(&lock);
    replaced++;
    pthread_mutex_unlock(&lock);
    free(stream);
}

static void on_accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    (void)user_data;
    OK(oftpsrv_connection_set_download_directory(server, event->connection_id, directory));
}

static void on_accept_file(oftpsrv_t *server, oftpsrv_accept_file_event_t *event, void *user_data) {
    const char *id = event->connection_id;
    (void)user_data;
    if (strcmp(event->virtual_file_name, "STREAM") == 0) {
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, new_stream(SIZE_MAX)));
    } else if (strcmp(event->virtual_file_name, "REPLACED") == 0) {
        stream_t *before = new_stream(0);
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, before));
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, new_stream(SIZE_MAX)));
        forget(before);
    } else if (strcmp(event->virtual_file_name, "CLEARED") == 0) {
        stream_t *before = new_stream(0);
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, before));
        OK(oftpsrv_connection_set_download_stream(server, id, NULL, NULL, NULL));
        forget(before); /* so the file goes to disk */
    } else if (strcmp(event->virtual_file_name, "BROKEN") == 0) {
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, new_stream(20000)));
    } else if (strcmp(event->virtual_file_name, "UNUSED") == 0) {
        /* Refused: the stream is closed when the connection ends. */
        OK(oftpsrv_connection_set_download_stream(server, id, take, close_stream, new_stream(0)));
        event->accept = false;
        event->error_code = 14;
    }
}

static void on_end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    printf("end %s %d %lld\n", event->virtual_file_name, (int)event->reason_code, (long long)event->file_size);
    fflush(stdout);
    if (event->reason_code != 0 || event->direction != OFTPSRV_DIRECTION_CLIENT) return;
    pthread_mutex_lock(&lock);
    if (strlen(received) + 2 < sizeof received) strncat(received, event->virtual_file_name, 1);
    pthread_mutex_unlock(&lock);
}

/* When all files are there: first a whole one, in the next turn one that breaks in the middle. */
static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    int *turns = user_data;
    bool complete, first;
    stream_t *stream, *before;
    pthread_mutex_lock(&lock);
    complete = strlen(received) == 3;
    pthread_mutex_unlock(&lock);
    if (!complete) {
        OK(oftpsrv_logoff(server, event->connection_id));
        return;
    }
    first = (*turns)++ == 0;
    stream = new_stream(first ? SIZE_MAX : UPLOAD_SIZE / 2);
    before = new_stream(0);
    OK(oftpsrv_connection_set_upload_stream(server, event->connection_id, give, close_stream, before));
    OK(oftpsrv_connection_set_upload_stream(server, event->connection_id, give, close_stream, stream));
    forget(before);
    OK(oftpsrv_send_file_async(server, event->connection_id, "O0013PARTNER", "", first ? "UPLOAD" : "HALF"));
    OK(oftpsrv_logoff(server, event->connection_id));
}

int main(int argc, char **argv) {
    oftpsrv_t *server;
    int turns = 0;
    int32_t mode;
    if (argc != 3) return 2;
    mode = mode_of(argv[1]);
    directory = argv[2];
    server = new_server(mode);
    OK(oftpsrv_on_accept_connection(server, on_accept_connection, NULL));
    OK(oftpsrv_on_accept_file(server, on_accept_file, NULL));
    OK(oftpsrv_on_end_transfer(server, on_end_transfer, NULL));
    OK(oftpsrv_on_ready_to_send(server, on_ready_to_send, &turns));
    start_server(server);
    serve(server, mode);
    oftpsrv_free(server);
    CHECK(turns == 2);
    CHECK(strcmp(received, "SRC") == 0);
    CHECK(opened == closed + replaced);
    CHECK(replaced == 4);
    return verdict();
}
