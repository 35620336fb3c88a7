/*
 * Every function of the library, called from inside the callbacks:  everything direct|queued DIRECTORY
 *
 * Each kind of callback calls all of them when it comes for the first time. What a function does is tested elsewhere; here it
 * must return, with the right status where the callback makes a difference, and the session must go on as if nothing had
 * happened. run.sh looks that no function of the library is missing in this file.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#define NOBODY "no such connection"

static const char *directory;
static int32_t mode;
static volatile bool shut;

/* Reads a value and sets it again, so that the call changes nothing. */
#define SAME_TEXT(name)                                       \
    do {                                                      \
        char *value = NULL;                                   \
        OK(oftpsrv_get_##name(server, &value));               \
        OK(oftpsrv_set_##name(server, value));                \
        oftpsrv_string_free(value);                           \
    } while (0)
#define SAME(type, name)                                      \
    do {                                                      \
        type value = 0;                                       \
        OK(oftpsrv_get_##name(server, &value));               \
        OK(oftpsrv_set_##name(server, value));                \
    } while (0)
#define SAME_OF_CONNECTION_TEXT(name)                         \
    do {                                                      \
        char *value = NULL;                                   \
        OK(oftpsrv_connection_get_##name(server, id, &value)); \
        OK(oftpsrv_connection_set_##name(server, id, value)); \
        oftpsrv_string_free(value);                           \
    } while (0)
#define SAME_OF_CONNECTION(type, name)                        \
    do {                                                      \
        type value = 0;                                       \
        OK(oftpsrv_connection_get_##name(server, id, &value)); \
        OK(oftpsrv_connection_set_##name(server, id, value)); \
    } while (0)
#define READ_OF_CONNECTION_TEXT(name)                         \
    do {                                                      \
        char *value = NULL;                                   \
        OK(oftpsrv_connection_get_##name(server, id, &value)); \
        CHECK(value != NULL);                                 \
        oftpsrv_string_free(value);                           \
    } while (0)
#define READ_OF_CONNECTION(type, name)                        \
    do {                                                      \
        type value = 0;                                       \
        OK(oftpsrv_connection_get_##name(server, id, &value)); \
    } while (0)

static void properties(oftpsrv_t *server) {
    char *text = NULL;
    int32_t number = 0;
    SAME(int32_t, connection_backlog);
    SAME(int32_t, default_timeout);
    OK(oftpsrv_get_local_host(server, &text));
    if (!shut) FAILS(OFTPSRV_ERROR_LOCAL_HOST_IN_USE, oftpsrv_set_local_host(server, text));
    oftpsrv_string_free(text);
    OK(oftpsrv_get_local_port(server, &number));
    if (!shut) FAILS(OFTPSRV_ERROR_LOCAL_PORT_IN_USE, oftpsrv_set_local_port(server, number));
    SAME_TEXT(server_password);
    SAME_TEXT(server_sfid_code);
    SAME_TEXT(server_ssid_code);
    SAME(bool, ssl_authenticate_clients);
    SAME(bool, use_ssl);
    OK(oftpsrv_get_config(server, "LogLevel", &text));
    OK(oftpsrv_set_config(server, "LogLevel", text));
    oftpsrv_string_free(text);
    OK(oftpsrv_config(server, "AllowRetry", &text));
    oftpsrv_string_free(text);
    OK(oftpsrv_get_config(server, "TempPath", &text));
    OK(oftpsrv_load_config(server, "# one\nTempPath=\" two \"\n"));
    FAILS(OFTPSRV_ERROR_BAD_VALUE, oftpsrv_load_config(server, "TempPath=three\nLogLevel=many\n"));
    CHECK(strstr(oftpsrv_last_error_message(), "Line 2: LogLevel") != NULL);
    {
        char *kept = NULL;
        OK(oftpsrv_get_config(server, "TempPath", &kept));
        CHECK(strcmp(kept, " two ") == 0);
        oftpsrv_string_free(kept);
    }
    OK(oftpsrv_set_config(server, "TempPath", text));
    oftpsrv_string_free(text);
}

static void certificate_fields(oftpsrv_certificate_t *certificate) {
    static int32_t (*const texts[])(const oftpsrv_certificate_t *, char **) = {
        oftpsrv_certificate_get_effective_date,    oftpsrv_certificate_get_encoded,
        oftpsrv_certificate_get_expiration_date,   oftpsrv_certificate_get_extended_key_usage,
        oftpsrv_certificate_get_fingerprint,       oftpsrv_certificate_get_fingerprint_sha1,
        oftpsrv_certificate_get_fingerprint_sha256, oftpsrv_certificate_get_issuer,
        oftpsrv_certificate_get_key_password,      oftpsrv_certificate_get_private_key,
        oftpsrv_certificate_get_private_key_container, oftpsrv_certificate_get_public_key,
        oftpsrv_certificate_get_public_key_algorithm, oftpsrv_certificate_get_serial_number,
        oftpsrv_certificate_get_signature_algorithm, oftpsrv_certificate_get_store,
        oftpsrv_certificate_get_store_password,    oftpsrv_certificate_get_subject,
        oftpsrv_certificate_get_subject_alt_names, oftpsrv_certificate_get_thumbprint_md5,
        oftpsrv_certificate_get_thumbprint_sha1,   oftpsrv_certificate_get_thumbprint_sha256,
        oftpsrv_certificate_get_usage,             oftpsrv_certificate_get_version,
    };
    size_t i, length = 0;
    uint8_t *octets = NULL;
    int32_t number = 0;
    bool flag = false;
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *text = NULL;
        OK(texts[i](certificate, &text));
        CHECK(text != NULL);
        oftpsrv_string_free(text);
    }
    OK(oftpsrv_certificate_get_encoded_blob(certificate, &octets, &length));
    oftpsrv_bytes_free(octets, length);
    OK(oftpsrv_certificate_get_store_blob(certificate, &octets, &length));
    oftpsrv_bytes_free(octets, length);
    OK(oftpsrv_certificate_get_private_key_available(certificate, &flag));
    OK(oftpsrv_certificate_get_public_key_length(certificate, &number));
    OK(oftpsrv_certificate_get_usage_flags(certificate, &number));
    OK(oftpsrv_certificate_get_store_type(certificate, &number));
    OK(oftpsrv_certificate_set_store_type(certificate, OFTPSRV_STORE_PEM_KEY_FILE));
    OK(oftpsrv_certificate_set_store(certificate, "/no/such/store"));
    OK(oftpsrv_certificate_set_store_blob(certificate, (const uint8_t *)"x", 1));
    OK(oftpsrv_certificate_set_store_password(certificate, "secret"));
    OK(oftpsrv_certificate_set_key_password(certificate, "secret"));
    CHECK(oftpsrv_certificate_set_subject(certificate, "CN=Nobody") != OFTPSRV_OK);
    CHECK(oftpsrv_certificate_set_encoded(certificate, "no certificate") != OFTPSRV_OK);
    CHECK(oftpsrv_certificate_set_encoded_blob(certificate, (const uint8_t *)"no", 2) != OFTPSRV_OK);
}

/* A change through one handle is seen through another one. */
static void in_place(oftpsrv_t *server, oftpsrv_certificate_t *certificate) {
    oftpsrv_certificate_t *again = NULL;
    char *text = NULL;
    OK(oftpsrv_certificate_set_subject(certificate, "*")); /* no store is named yet: the search is put off */
    OK(oftpsrv_certificate_set_store_password(certificate, "secret"));
    OK(oftpsrv_get_certificate(server, &again));
    CHECK(again != certificate);
    OK(oftpsrv_certificate_get_store_password(again, &text));
    CHECK(strcmp(text, "secret") == 0);
    oftpsrv_string_free(text);
    OK(oftpsrv_certificate_set_store_type(again, OFTPSRV_STORE_USER));
    OK(oftpsrv_certificate_set_store(again, "MY"));
    FAILS(OFTPSRV_ERROR_NOT_SUPPORTED, oftpsrv_certificate_get_issuer(again, &text));
    CHECK(text == NULL && strstr(oftpsrv_last_error_message(), "PFX file") != NULL);
    OK(oftpsrv_certificate_set_subject(again, ""));
    oftpsrv_certificate_free(again);
}

static void certificates(oftpsrv_t *server) {
    oftpsrv_certificate_t *certificate = oftpsrv_certificate_new(), *other = NULL, **trusted = NULL;
    size_t count = 0;
    bool valid = true;
    CHECK(certificate != NULL);
    certificate_fields(certificate);
    OK(oftpsrv_certificate_retain(certificate));
    oftpsrv_certificate_free(certificate);
    oftpsrv_certificate_free(certificate);
    FAILS(OFTPSRV_ERROR_READ_FILE,
          oftpsrv_certificate_load(OFTPSRV_STORE_PEM_KEY_FILE, "/no/such/store", NULL, NULL, &other));
    FAILS(OFTPSRV_ERROR_INVALID_CERT,
          oftpsrv_certificate_load_blob(OFTPSRV_STORE_PEM_KEY_BLOB, (const uint8_t *)"x", 1, NULL, NULL, &other));
    /* They are never NULL, and what is set on them is set on the server. */
    OK(oftpsrv_get_certificate(server, &other));
    CHECK(other != NULL);
    in_place(server, other);
    OK(oftpsrv_set_certificate(server, other));
    OK(oftpsrv_set_certificate(server, NULL));
    oftpsrv_certificate_free(other);
    OK(oftpsrv_get_ssl_cert(server, &other));
    CHECK(other != NULL);
    OK(oftpsrv_certificate_set_subject(other, "*"));
    OK(oftpsrv_set_ssl_cert(server, other));
    OK(oftpsrv_set_ssl_cert(server, NULL));
    oftpsrv_certificate_free(other);
    OK(oftpsrv_get_trusted_certs(server, &trusted, &count));
    oftpsrv_certificates_free(trusted, count);
    OK(oftpsrv_set_trusted_certs(server, NULL, 0));
    CHECK(oftpsrv_import_trusted_certs(server) != OFTPSRV_OK);
    CHECK(oftpsrv_validate_cert(server, &valid) != OFTPSRV_OK || !valid);
    CHECK(oftpsrv_validate_recipient_cert(server, NOBODY, &valid) == OFTPSRV_ERROR_INVALID_CONNECTION_ID && !valid);
}

static int32_t refuse_data(const uint8_t *data, size_t length, void *user_data) {
    (void)data;
    (void)length;
    (void)user_data;
    return -1;
}

static int64_t no_data(uint8_t *buffer, size_t capacity, void *user_data) {
    (void)buffer;
    (void)capacity;
    (void)user_data;
    return -1;
}

static void connection(oftpsrv_t *server, const char *id) {
    uint8_t *octets = NULL;
    size_t length = 0;
    bool set = true;
    SAME_OF_CONNECTION(bool, compress);
    READ_OF_CONNECTION(bool, connected);
    READ_OF_CONNECTION_TEXT(connection_id);
    SAME_OF_CONNECTION_TEXT(download_directory);
    SAME_OF_CONNECTION(int32_t, encryption_algorithm);
    READ_OF_CONNECTION_TEXT(local_address);
    SAME_OF_CONNECTION(int32_t, max_record_size);
    READ_OF_CONNECTION(bool, ready_to_send);
    SAME_OF_CONNECTION_TEXT(recipient_cert_store);
    OK(oftpsrv_connection_get_recipient_cert_store_blob(server, id, &octets, &length));
    OK(oftpsrv_connection_set_recipient_cert_store_blob(server, id, octets, length));
    oftpsrv_bytes_free(octets, length);
    SAME_OF_CONNECTION_TEXT(recipient_cert_store_password);
    SAME_OF_CONNECTION(int32_t, recipient_cert_store_type);
    SAME_OF_CONNECTION_TEXT(recipient_cert_subject);
    READ_OF_CONNECTION_TEXT(remote_host);
    READ_OF_CONNECTION(int32_t, remote_port);
    SAME_OF_CONNECTION_TEXT(sfid_code);
    SAME_OF_CONNECTION(bool, signed_receipt);
    SAME_OF_CONNECTION_TEXT(ssid_code);
    SAME_OF_CONNECTION(int32_t, timeout);
    READ_OF_CONNECTION(int32_t, version);
    SAME_OF_CONNECTION_TEXT(virtual_file_date);
    SAME_OF_CONNECTION(int32_t, virtual_file_format);
    SAME_OF_CONNECTION(int32_t, virtual_file_security_level);
    OK(oftpsrv_connection_set_download_stream(server, id, refuse_data, NULL, NULL));
    OK(oftpsrv_connection_get_download_stream(server, id, &set));
    CHECK(set);
    OK(oftpsrv_connection_set_download_stream(server, id, NULL, NULL, NULL));
    OK(oftpsrv_connection_get_download_stream(server, id, &set));
    CHECK(!set);
    OK(oftpsrv_connection_set_upload_stream(server, id, no_data, NULL, NULL));
    OK(oftpsrv_connection_get_upload_stream(server, id, &set));
    CHECK(set);
    OK(oftpsrv_connection_set_upload_stream(server, id, NULL, NULL, NULL));
    OK(oftpsrv_connection_get_upload_stream(server, id, &set));
    CHECK(!set);
}

/* What acts on a connection, for one that there is not; the callbacks below do it for one that there is. */
static void methods(oftpsrv_t *server) {
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_change_direction(server, NOBODY));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_disconnect(server, NOBODY));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_exchange_certificate(server, NOBODY, "X", "x", 0));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_interrupt(server, NOBODY));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_logoff(server, NOBODY));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_send_file(server, NOBODY, "X", "x", "x"));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID, oftpsrv_send_file_async(server, NOBODY, "X", "x", "x"));
    FAILS(OFTPSRV_ERROR_INVALID_CONNECTION_ID,
          oftpsrv_send_end_response(server, NOBODY, "X", "", "A", "B", "", 0, "", "", ""));
}

static void register_all(oftpsrv_t *server);

static void everything(oftpsrv_t *server, const char *id) {
    char **ids = NULL;
    size_t count = 0;
    oftpsrv_t *other = oftpsrv_new();
    CHECK(oftpsrv_live_handles() >= 2);
    OK(oftpsrv_set_server_ssid_code(other, "O"));
    OK(oftpsrv_set_server_sfid_code(other, "O"));
    OK(oftpsrv_set_local_host(other, "127.0.0.1"));
    OK(oftpsrv_set_local_port(other, 0));
    OK(oftpsrv_start(other));
    OK(oftpsrv_stop(other));
    OK(oftpsrv_shutdown(other));
    OK(oftpsrv_reset(other));
    oftpsrv_free(other);
    FAILS(OFTPSRV_ERROR_STALE_HANDLE, oftpsrv_stop(other));
    CHECK(strlen(oftpsrv_version()) > 0);
    CHECK(oftpsrv_last_error_code() == OFTPSRV_ERROR_STALE_HANDLE);
    CHECK(strlen(oftpsrv_last_error_message()) > 0);
    CHECK(strlen(oftpsrv_error_text(OFTPSRV_ERROR_WOULD_BLOCK)) > 0);
    if (!shut) {
        CHECK(oftpsrv_is_listening(server));
        FAILS(OFTPSRV_ERROR_ALREADY_LISTENING, oftpsrv_start(server));
        FAILS(OFTPSRV_ERROR_ALREADY_LISTENING, oftpsrv_set_event_dispatch(server, mode));
    }
    OK(oftpsrv_do_events(server, 0));
    CHECK((oftpsrv_event_fd(server) >= 0) == (mode == OFTPSRV_DISPATCH_QUEUED));
    OK(oftpsrv_connections(server, &ids, &count));
    oftpsrv_connections_free(ids, count);
    register_all(server);
    properties(server);
    certificates(server);
    methods(server);
    FAILS(OFTPSRV_ERROR_BAD_ARGUMENT, oftpsrv_answer_now(server, 0));
    FAILS(OFTPSRV_ERROR_BAD_ARGUMENT, oftpsrv_enter_event(server, 0));
    FAILS(OFTPSRV_ERROR_NOT_READY, oftpsrv_leave_event());
    if (id != NULL && id[0] != '\0') {
        /* In ReadyToSend it waits, and hears that there is no such file. */
        int32_t sent = oftpsrv_send_file(server, id, "X", "x", "x");
        CHECK(sent == OFTPSRV_ERROR_WOULD_BLOCK || sent == OFTPSRV_ERROR_READ_FILE);
        connection(server, id);
    }
}

static pthread_mutex_t once_lock = PTHREAD_MUTEX_INITIALIZER;

static bool first_time(int *called) {
    bool first;
    pthread_mutex_lock(&once_lock);
    first = (*called)++ == 0;
    pthread_mutex_unlock(&once_lock);
    return first;
}

static int accepted, offered, connected, requested, disconnected, responded, ended, failed, logged, trailed, ready, started,
    moved;

#define ONCE(counter, id) \
    if (first_time(&(counter))) everything(server, (id))

/* For events that nobody waits for: when they were queued, the connection may be gone already. */
#define ONCE_QUEUED(counter, id) ONCE(counter, mode == OFTPSRV_DISPATCH_DIRECT ? (id) : NULL)

static void on_accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    (void)user_data;
    OK(oftpsrv_connection_set_download_directory(server, event->connection_id, directory));
    ONCE(accepted, event->connection_id);
    event->accept = strcmp(event->client_password, "SECRET") == 0;
    event->error_code = 4;
    OK(oftpsrv_accept_connection_event_set_error_description(event, "first text"));
    OK(oftpsrv_accept_connection_event_set_error_description(event, "not with this password"));
    CHECK(strcmp(event->error_description, "not with this password") == 0);
}

static void on_accept_file(oftpsrv_t *server, oftpsrv_accept_file_event_t *event, void *user_data) {
    (void)user_data;
    ONCE(offered, event->connection_id);
    CHECK(event->accept);
    if (strcmp(event->virtual_file_name, "REFUSED") == 0) {
        event->accept = false;
        event->error_code = 14;
        OK(oftpsrv_accept_file_event_set_error_description(event, "not this one"));
    } else if (strcmp(event->virtual_file_name, "RENAMED") == 0) {
        char path[1024];
        snprintf(path, sizeof path, "%s/another name", directory);
        OK(oftpsrv_accept_file_event_set_file_name(event, path));
    }
}

static void on_certificate_received(oftpsrv_t *server, oftpsrv_certificate_received_event_t *event, void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
}

static void on_connected(oftpsrv_t *server, oftpsrv_connected_event_t *event, void *user_data) {
    (void)user_data;
    ONCE_QUEUED(connected, event->connection_id);
    CHECK(event->status_code == 0);
}

static void on_connection_request(oftpsrv_t *server, oftpsrv_connection_request_event_t *event, void *user_data) {
    (void)user_data;
    ONCE(requested, NULL);
    CHECK(event->accept);
}

/* The last session tells the server to end, from inside its last event. */
static void on_disconnected(oftpsrv_t *server, oftpsrv_disconnected_event_t *event, void *user_data) {
    (void)user_data;
    (void)event;
    ONCE(disconnected, NULL);
}

static void on_end_response(oftpsrv_t *server, oftpsrv_end_response_event_t *event, void *user_data) {
    (void)user_data;
    ONCE(responded, event->connection_id);
    OK(oftpsrv_end_response_event_set_file_hash(event, ""));
}

/* The end response is not left to the engine, but sent from inside the callback. */
static void on_end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_event_t *event, void *user_data) {
    (void)user_data;
    ONCE(ended, event->connection_id);
    CHECK(event->reason_code == 0);
    if (event->direction != OFTPSRV_DIRECTION_CLIENT) return;
    event->send_end_response = false;
    OK(oftpsrv_send_end_response(server, event->connection_id, event->virtual_file_name, event->virtual_file_date,
                                 event->originator, event->destination, "", 0, "", event->file_hash, ""));
}

static void on_error(oftpsrv_t *server, oftpsrv_error_event_t *event, void *user_data) {
    (void)user_data;
    ONCE_QUEUED(failed, event->connection_id);
}

static void on_log(oftpsrv_t *server, oftpsrv_log_event_t *event, void *user_data) {
    (void)user_data;
    ONCE(logged, NULL);
    CHECK(event->message != NULL);
}

static void on_pi_trail(oftpsrv_t *server, oftpsrv_pi_trail_event_t *event, void *user_data) {
    (void)user_data;
    ONCE_QUEUED(trailed, event->connection_id);
    CHECK(event->data_len > 0 && event->data[0] == event->command_id);
}

/* First nothing, and a change of direction; then a file. */
static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    (void)user_data;
    if (first_time(&ready)) {
        everything(server, event->connection_id);
        OK(oftpsrv_interrupt(server, event->connection_id));
        OK(oftpsrv_change_direction(server, event->connection_id));
        return;
    }
    if (ready == 2) {
        OK(oftpsrv_send_file_async(server, event->connection_id, "O0013PARTNER", "/no/such/file", "MISSING"));
        OK(oftpsrv_send_file_async(server, event->connection_id, "O0013PARTNER", __FILE__, "SOURCE"));
    }
    OK(oftpsrv_logoff(server, event->connection_id));
}

static void on_ssl_client_authentication(oftpsrv_t *server, oftpsrv_ssl_client_authentication_event_t *event,
                                         void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
}

static void on_ssl_connection_request(oftpsrv_t *server, oftpsrv_ssl_connection_request_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    OK(oftpsrv_ssl_connection_request_event_set_cert_store(event, ""));
    OK(oftpsrv_ssl_connection_request_event_set_cert_password(event, ""));
    OK(oftpsrv_ssl_connection_request_event_set_cert_subject(event, ""));
}

static void on_ssl_status(oftpsrv_t *server, oftpsrv_ssl_status_event_t *event, void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
}

static void on_start_transfer(oftpsrv_t *server, oftpsrv_start_transfer_event_t *event, void *user_data) {
    (void)user_data;
    ONCE_QUEUED(started, event->connection_id);
    OK(oftpsrv_start_transfer_event_set_local_file(event, event->local_file));
}

static void on_transfer(oftpsrv_t *server, oftpsrv_transfer_event_t *event, void *user_data) {
    (void)user_data;
    /* A running file has its streams already, so the fields of the connection are left alone here. */
    ONCE(moved, NULL);
    CHECK(event->bytes_transferred >= 0);
}

static void register_all(oftpsrv_t *server) {
    OK(oftpsrv_on_accept_connection(server, on_accept_connection, NULL));
    OK(oftpsrv_on_accept_file(server, on_accept_file, NULL));
    OK(oftpsrv_on_certificate_received(server, on_certificate_received, NULL));
    OK(oftpsrv_on_connected(server, on_connected, NULL));
    OK(oftpsrv_on_connection_request(server, on_connection_request, NULL));
    OK(oftpsrv_on_disconnected(server, on_disconnected, NULL));
    OK(oftpsrv_on_end_response(server, on_end_response, NULL));
    OK(oftpsrv_on_end_transfer(server, on_end_transfer, NULL));
    OK(oftpsrv_on_error(server, on_error, NULL));
    OK(oftpsrv_on_log(server, on_log, NULL));
    OK(oftpsrv_on_pi_trail(server, on_pi_trail, NULL));
    OK(oftpsrv_on_ready_to_send(server, on_ready_to_send, NULL));
    OK(oftpsrv_on_ssl_client_authentication(server, on_ssl_client_authentication, NULL));
    OK(oftpsrv_on_ssl_connection_request(server, on_ssl_connection_request, NULL));
    OK(oftpsrv_on_ssl_status(server, on_ssl_status, NULL));
    OK(oftpsrv_on_start_transfer(server, on_start_transfer, NULL));
    OK(oftpsrv_on_transfer(server, on_transfer, NULL));
}

/* In a session of its own: what would end this server, called from inside a callback. */
static void on_last_request(oftpsrv_t *server, oftpsrv_connected_event_t *event, void *user_data) {
    (void)user_data;
    shut = true;
    OK(oftpsrv_disconnect(server, event->connection_id));
    OK(oftpsrv_stop(server));
    OK(oftpsrv_shutdown(server));
    OK(oftpsrv_reset(server));
    CHECK(!oftpsrv_is_listening(server));
}

int main(int argc, char **argv) {
    oftpsrv_t *server;
    int *counters[] = {&accepted, &offered, &connected, &requested, &disconnected, &responded, &ended,
                       &failed,   &logged,  &trailed,   &ready,     &started,      &moved};
    size_t i;
    if (argc != 3) return 2;
    mode = mode_of(argv[1]);
    directory = argv[2];
    server = new_server(mode);
    OK(oftpsrv_set_config(server, "VirtualFileDateFormat", "yyyyMMddHHmmssffff"));
    OK(oftpsrv_set_config(server, "LogLevel", "3"));
    CHECK(oftpsrv_answer_later(server) == -1 && oftpsrv_last_error_code() == OFTPSRV_ERROR_NOT_READY);
    register_all(server);
    start_server(server);
    serve(server, mode); /* until the driver's first sessions are through */
    for (i = 0; i < sizeof counters / sizeof *counters; i++) {
        if (*counters[i] == 0) fprintf(stderr, "event %zu of this program's list did not come\n", i);
        CHECK(*counters[i] > 0);
    }
    oftpsrv_free(server);

    /* A second server, which its own callback ends. */
    server = new_server(mode);
    OK(oftpsrv_on_connected(server, on_last_request, NULL));
    start_server(server);
    for (i = 0; i < 1000 && !shut; i++) {
        struct timespec pause = {.tv_nsec = 10000000};
        if (mode == OFTPSRV_DISPATCH_QUEUED)
            OK(oftpsrv_do_events(server, 20));
        else
            nanosleep(&pause, NULL);
    }
    CHECK(shut);
    oftpsrv_free(server);
    return verdict();
}
