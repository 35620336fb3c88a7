/*
 * Lines that break while the library writes:  resets direct|queued plain|0|1|2 DIRECTORY URL...
 *
 * A host that leaves SIGPIPE as it finds it, which ends a process, must live through partners that reset the connection and
 * through servers that reset a fetch, with every SSLProvider. The URLs are of such a server; the directory has the certificate
 * chain.pem, whose OCSP responder it is, and the file `large`, which every partner is sent. With queued events the program has
 * also closed the event descriptor.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <fcntl.h>

static const char *directory;

static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    char path[4096];
    (void)user_data;
    snprintf(path, sizeof path, "%s/large", directory);
    OK(oftpsrv_send_file_async(server, event->connection_id, "O0013PARTNER", path, "LARGE"));
}

static void set_up_tls(oftpsrv_t *server, const char *provider) {
    char path[4096];
    snprintf(path, sizeof path, "%s/chain.pem", directory);
    OK(oftpsrv_set_use_ssl(server, true));
    OK(oftpsrv_set_config(server, "SSLCertStore", path));
    OK(oftpsrv_set_config(server, "SSLCertSubject", "*"));
    OK(oftpsrv_set_config(server, "SSLProvider", provider));
    /* By itself, automatic is the internal provider; with OCSP it is the platform's. */
    if (strcmp(provider, "0") != 0) OK(oftpsrv_set_config(server, "SSLCheckOCSP", "1"));
}

/* The library's descriptor is closed, and its number taken, so that nothing else gets it. */
static void close_descriptor(oftpsrv_t *server) {
    int descriptor = (int)oftpsrv_event_fd(server);
    CHECK(descriptor >= 0);
    CHECK(close(descriptor) == 0);
    CHECK(open("/dev/null", O_RDONLY) == descriptor);
}

int main(int argc, char **argv) {
    oftpsrv_t *server;
    int32_t mode;
    int i, times;
    if (argc < 4) return 2;
    mode = mode_of(argv[1]);
    directory = argv[3];
    server = new_server(mode);
    OK(oftpsrv_on_ready_to_send(server, on_ready_to_send, NULL));
    if (strcmp(argv[2], "plain") != 0) set_up_tls(server, argv[2]);
    if (mode == OFTPSRV_DISPATCH_QUEUED) close_descriptor(server);
    for (i = 4; i < argc; i++)
        for (times = 0; times < 24; times++) {
            OK(oftpsrv_set_config(server, "TrustedCertsData", argv[i]));
            FAILS(OFTPSRV_ERROR_TRUSTED_IMPORT, oftpsrv_import_trusted_certs(server));
        }
    /* Each start asks the responder once, on a thread of its own. */
    for (times = 0; times < 12; times++) {
        OK(oftpsrv_start(server));
        OK(oftpsrv_stop(server));
    }
    start_server(server);
    serve(server, mode);
    oftpsrv_free(server);
    return verdict();
}
