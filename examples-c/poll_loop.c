/*
 * A server inside a program that has a poll() loop of its own:  poll_loop PORT DIRECTORY
 *
 * The engine's event descriptor is one descriptor among others; here the others are standard input, whose lines are
 * commands, and a pipe that signals write to. Callbacks run inside oftpsrv_do_events(), on this thread and nowhere else.
 *
 *     list           names the connections
 *     send FILE      sends a file to the partner when it gives the turn next
 *     quit           ends the program, and so do SIGINT, SIGTERM and the end of the input
 */
#define _POSIX_C_SOURCE 200809L

#include <oftpsrv.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char partner_code[] = "O0013PARTNER";

typedef struct program {
    oftpsrv_t *server;
    const char *directory;
    char to_send[1024]; /* empty: nothing */
    char input[1024];
    size_t input_length;
    bool done;
} program_t;

/* --- Events ---------------------------------------------------------------------------------------------- */

static void on_accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    const program_t *program = user_data;
    event->accept = strcmp(event->client_ssid_code, partner_code) == 0 && strcmp(event->client_password, "SECRET") == 0;
    if (!event->accept) {
        event->error_code = OFTPSRV_ESID_INVALID_PASSWORD;
        oftpsrv_accept_connection_event_set_error_description(event, "not expected here");
        return;
    }
    oftpsrv_connection_set_download_directory(server, event->connection_id, program->directory);
}

static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    program_t *program = user_data;
    if (program->to_send[0] != '\0') {
        if (oftpsrv_send_file_async(server, event->connection_id, partner_code, program->to_send, "") != OFTPSRV_OK)
            printf("cannot send: %s\n", oftpsrv_last_error_message());
        program->to_send[0] = '\0';
    }
    oftpsrv_logoff(server, event->connection_id); /* the turn goes back when the file is through */
}

static void on_end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    printf("%s %s: %d %s\n", event->direction == OFTPSRV_DIRECTION_SERVER ? "sent" : "received",
           event->virtual_file_name, (int)event->reason_code, event->reason_text);
}

static void on_end_response(oftpsrv_t *server, oftpsrv_end_response_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    printf("response %s: %d\n", event->virtual_file_name, (int)event->reason_code);
}

static void on_error(oftpsrv_t *server, oftpsrv_error_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    printf("error %d: %s\n", (int)event->error_code, event->description);
}

/* --- Commands -------------------------------------------------------------------------------------------- */

static void list(const program_t *program) {
    char **ids = NULL;
    size_t count = 0, i;
    if (oftpsrv_connections(program->server, &ids, &count) != OFTPSRV_OK) return;
    printf("%zu connections\n", count);
    for (i = 0; i < count; i++) {
        char *host = NULL, *code = NULL;
        /* Either may fail: the connection may have ended meanwhile. */
        if (oftpsrv_connection_get_remote_host(program->server, ids[i], &host) == OFTPSRV_OK &&
            oftpsrv_connection_get_ssid_code(program->server, ids[i], &code) == OFTPSRV_OK)
            printf("%s %s %s\n", ids[i], host, code);
        oftpsrv_string_free(host);
        oftpsrv_string_free(code);
    }
    oftpsrv_connections_free(ids, count);
}

static void command(program_t *program, const char *line) {
    if (strcmp(line, "list") == 0)
        list(program);
    else if (strcmp(line, "quit") == 0)
        program->done = true;
    else if (strncmp(line, "send ", 5) == 0) {
        snprintf(program->to_send, sizeof program->to_send, "%s", line + 5);
        printf("queued %s\n", program->to_send);
    } else
        printf("commands: list, send FILE, quit\n");
}

static void read_commands(program_t *program) {
    char *line = program->input, *end;
    ssize_t got = read(STDIN_FILENO, line + program->input_length, sizeof program->input - 1 - program->input_length);
    if (got <= 0) {
        program->done = got == 0 || errno != EINTR;
        return;
    }
    program->input_length += (size_t)got;
    line[program->input_length] = '\0';
    while ((end = strchr(line, '\n')) != NULL) {
        *end = '\0';
        command(program, line);
        line = end + 1;
    }
    program->input_length = strlen(line);
    memmove(program->input, line, program->input_length);
    if (program->input_length == sizeof program->input - 1) program->input_length = 0; /* no line is that long */
}

/* --- The loop -------------------------------------------------------------------------------------------- */

static int signal_pipe[2];

static void on_signal(int number) {
    int saved = errno;
    ssize_t ignored = write(signal_pipe[1], "", 1);
    (void)number;
    (void)ignored;
    errno = saved;
}

static int loop(program_t *program) {
    struct pollfd watched[3] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLIN}, {.events = POLLIN}};
    watched[1].fd = signal_pipe[0];
    watched[2].fd = oftpsrv_event_fd(program->server);
    if (watched[2].fd < 0) return OFTPSRV_ERROR_NOT_SUPPORTED;
    while (!program->done) {
        if (poll(watched, 3, -1) < 0) {
            if (errno == EINTR) continue;
            perror("poll");
            return OFTPSRV_ERROR_BAD_ARGUMENT;
        }
        if (watched[0].revents != 0) read_commands(program);
        if (watched[1].revents != 0) program->done = true;
        if (watched[2].revents != 0) {
            int32_t status = oftpsrv_do_events(program->server, 0);
            if (status != OFTPSRV_OK) return status;
        }
    }
    return OFTPSRV_OK;
}

static int32_t start(program_t *program, int port) {
    oftpsrv_t *server = program->server;
    int32_t status = OFTPSRV_OK, actual = 0;
    if (status == OFTPSRV_OK) status = oftpsrv_set_event_dispatch(server, OFTPSRV_DISPATCH_QUEUED);
    if (status == OFTPSRV_OK) status = oftpsrv_set_local_port(server, port);
    if (status == OFTPSRV_OK) status = oftpsrv_set_server_ssid_code(server, "O0013SERVER");
    if (status == OFTPSRV_OK) status = oftpsrv_set_server_sfid_code(server, "O0013SERVER");
    if (status == OFTPSRV_OK) status = oftpsrv_set_server_password(server, "SERVER");
    if (status == OFTPSRV_OK) status = oftpsrv_on_accept_connection(server, on_accept_connection, program);
    if (status == OFTPSRV_OK) status = oftpsrv_on_ready_to_send(server, on_ready_to_send, program);
    if (status == OFTPSRV_OK) status = oftpsrv_on_end_transfer(server, on_end_transfer, program);
    if (status == OFTPSRV_OK) status = oftpsrv_on_end_response(server, on_end_response, program);
    if (status == OFTPSRV_OK) status = oftpsrv_on_error(server, on_error, program);
    if (status == OFTPSRV_OK) status = oftpsrv_start(server);
    if (status == OFTPSRV_OK) status = oftpsrv_get_local_port(server, &actual);
    if (status == OFTPSRV_OK) printf("listening on port %d\n", (int)actual);
    return status;
}

int main(int argc, char **argv) {
    program_t program = {0};
    struct sigaction action = {.sa_handler = on_signal};
    int32_t status;
    if (argc != 3) {
        fprintf(stderr, "usage: %s PORT DIRECTORY\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (pipe(signal_pipe) != 0) {
        perror("pipe");
        return EXIT_FAILURE;
    }
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    program.directory = argv[2];
    program.server = oftpsrv_new();
    status = program.server == NULL ? oftpsrv_last_error_code() : start(&program, atoi(argv[1]));
    if (status == OFTPSRV_OK) status = loop(&program);
    if (status != OFTPSRV_OK) fprintf(stderr, "error %d: %s\n", (int)status, oftpsrv_last_error_message());
    oftpsrv_free(program.server);
    close(signal_pipe[0]);
    close(signal_pipe[1]);
    return status == OFTPSRV_OK && oftpsrv_live_handles() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
