/* What a careless program does: NULL, text that is not UTF-8, dead handles. Every call gives an error and none a crash.
 * Links against the shared library and needs no network. Prints what is wrong and returns how much that was. */
#include "oftpsrv.h"

#include <stdio.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
            failures++;                                                         \
        }                                                                       \
    } while (0)

static void never(oftpsrv_t *server, oftpsrv_log_event_t *event, void *user_data) {
    (void)server;
    (void)event;
    (void)user_data;
    failures++;
}

static void null_arguments(void) {
    char *text = NULL;
    char **ids = NULL;
    size_t count = 7;
    int32_t number = 7;
    bool flag = true;
    CHECK(oftpsrv_start(NULL) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_last_error_code() == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(strlen(oftpsrv_last_error_message()) > 0);
    CHECK(!oftpsrv_is_listening(NULL));
    CHECK(oftpsrv_set_local_port(NULL, 1) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_get_local_port(NULL, &number) == OFTPSRV_ERROR_NULL_ARGUMENT && number == 0);
    CHECK(oftpsrv_get_use_ssl(NULL, &flag) == OFTPSRV_ERROR_NULL_ARGUMENT && !flag);
    CHECK(oftpsrv_get_local_host(NULL, &text) == OFTPSRV_ERROR_NULL_ARGUMENT && text == NULL);
    CHECK(oftpsrv_connections(NULL, &ids, &count) == OFTPSRV_ERROR_NULL_ARGUMENT && count == 0 && ids == NULL);
    CHECK(oftpsrv_config(NULL, "LocalPort", NULL) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_on_log(NULL, never, NULL) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_accept_file_event_set_file_name(NULL, "x") == OFTPSRV_ERROR_NULL_ARGUMENT);
    oftpsrv_free(NULL);
    oftpsrv_string_free(NULL);
    oftpsrv_bytes_free(NULL, 3);
    oftpsrv_connections_free(NULL, 3);
    oftpsrv_certificate_free(NULL);
    oftpsrv_certificates_free(NULL, 3);
}

static void dead_handles(void) {
    int here = 0;
    oftpsrv_t *never_was = (oftpsrv_t *)(void *)&here;
    oftpsrv_accept_file_event_t not_running;
    memset(&not_running, 0, sizeof not_running);
    CHECK(oftpsrv_stop(never_was) == OFTPSRV_ERROR_STALE_HANDLE);
    CHECK(oftpsrv_on_log(never_was, never, NULL) == OFTPSRV_ERROR_STALE_HANDLE);
    oftpsrv_free(never_was);
    CHECK(oftpsrv_last_error_code() == OFTPSRV_ERROR_STALE_HANDLE);
    CHECK(oftpsrv_accept_file_event_set_file_name(&not_running, "x") == OFTPSRV_ERROR_STALE_HANDLE);
    CHECK(not_running.file_name == NULL);
}

static void certificates(void) {
    size_t before = oftpsrv_live_handles();
    oftpsrv_certificate_t *certificate = oftpsrv_certificate_new();
    oftpsrv_certificate_t *none = certificate;
    int32_t type = 7;
    char *text = NULL;
    CHECK(certificate != NULL);
    CHECK(oftpsrv_live_handles() == before + 1);
    CHECK(oftpsrv_certificate_get_store_type(certificate, &type) == OFTPSRV_OK && type == OFTPSRV_STORE_USER);
    CHECK(oftpsrv_certificate_set_store_type(certificate, OFTPSRV_STORE_PFX_FILE) == OFTPSRV_OK);
    CHECK(oftpsrv_certificate_get_store_type(certificate, &type) == OFTPSRV_OK && type == OFTPSRV_STORE_PFX_FILE);
    CHECK(oftpsrv_certificate_set_store_type(certificate, 1234) != OFTPSRV_OK);
    CHECK(oftpsrv_certificate_set_store(certificate, "\xff\xfe") == OFTPSRV_ERROR_NOT_UTF8);
    CHECK(oftpsrv_certificate_set_store(certificate, NULL) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_certificate_get_issuer(certificate, &text) == OFTPSRV_OK && text != NULL && text[0] == '\0');
    oftpsrv_string_free(text);
    CHECK(oftpsrv_certificate_get_issuer(certificate, NULL) == OFTPSRV_ERROR_NULL_ARGUMENT);
    CHECK(oftpsrv_certificate_load(OFTPSRV_STORE_PFX_FILE, "/no/such/file", NULL, NULL, &none) != OFTPSRV_OK);
    CHECK(none == NULL);
    CHECK(oftpsrv_certificate_retain(certificate) == OFTPSRV_OK);
    oftpsrv_certificate_free(certificate);
    oftpsrv_certificate_free(certificate);
    CHECK(oftpsrv_certificate_get_store_type(certificate, &type) == OFTPSRV_ERROR_STALE_HANDLE);
    CHECK(oftpsrv_live_handles() == before);
}

int main(void) {
    CHECK(strlen(oftpsrv_version()) > 0);
    CHECK(strcmp(oftpsrv_error_text(126), "Invalid ConnectionId.") == 0);
    CHECK(strlen(oftpsrv_error_text(-1)) > 0);
    CHECK(oftpsrv_last_error_code() == 0 && oftpsrv_last_error_message()[0] == '\0');
    null_arguments();
    dead_handles();
    certificates();
    return failures;
}
