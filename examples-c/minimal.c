/*
 * The smallest server worth running:  minimal PORT DIRECTORY
 *
 * One partner, O0013PARTNER with the password SECRET, may come in; what it delivers goes to the directory. The server ends
 * when its standard input does: press Ctrl-D.
 */
#include <oftpsrv.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who may come in, and where its files go. */
static void accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    const char *directory = user_data;
    event->accept = strcmp(event->client_ssid_code, "O0013PARTNER") == 0 && strcmp(event->client_password, "SECRET") == 0;
    if (!event->accept) event->error_code = OFTPSRV_ESID_INVALID_PASSWORD;
    oftpsrv_connection_set_download_directory(server, event->connection_id, directory);
}

/* A file is on disk, whole; its end response goes out by itself. */
static void end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    if (event->reason_code == 0) printf("%s: %lld octets\n", event->local_file, (long long)event->file_size);
}

int main(int argc, char **argv) {
    oftpsrv_t *server = oftpsrv_new();
    int32_t port = 0;
    if (server == NULL || argc != 3) {
        fprintf(stderr, "usage: %s PORT DIRECTORY\n", argv[0]);
        oftpsrv_free(server);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    oftpsrv_set_local_port(server, atoi(argv[1]));
    oftpsrv_set_server_ssid_code(server, "O0013SERVER");
    oftpsrv_set_server_sfid_code(server, "O0013SERVER");
    oftpsrv_set_server_password(server, "SERVER");
    oftpsrv_on_accept_connection(server, accept_connection, argv[2]);
    oftpsrv_on_end_transfer(server, end_transfer, NULL);
    if (oftpsrv_start(server) != OFTPSRV_OK) {
        fprintf(stderr, "%s\n", oftpsrv_last_error_message());
        oftpsrv_free(server);
        return 1;
    }
    oftpsrv_get_local_port(server, &port);
    printf("listening on port %d\n", (int)port);
    while (getchar() != EOF) continue;
    oftpsrv_free(server);
    return oftpsrv_live_handles() == 0 ? 0 : 1;
}
