/*
 * A mailbox server for several partners:  complete CONFIGFILE
 *
 * The file is a text for oftpsrv_load_config: one `Name=value` a line, `#` begins a comment line. Names are those of the
 * engine's properties and settings (docs/settings.md), and three of this program's own, which it takes out before:
 *
 *     partner=CODE PASSWORD [SFID]    lets a partner in; may be repeated
 *     inbox=DIR                       what a partner delivers goes to DIR/CODE/       (default: inbox)
 *     outbox=DIR                      what lies in DIR/CODE/ is sent to that partner  (default: outbox)
 *
 * Files for a partner are sent when it gives the turn, in the order of their names, and go to DIR/CODE/sent/ when it has
 * taken them. Names with a dot in front are left alone: write a file under such a name and rename it when it is whole.
 * The trail of every session is printed. SIGINT and SIGTERM end the program.
 *
 * Events are queued and handled in main's loop, so nothing here needs a lock. complete.conf is a file to start from.
 */
#define _XOPEN_SOURCE 700 /* sigaction, scandir, strdup */

#include <oftpsrv.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_LENGTH = 1024, PATH_LENGTH = 4096 };

typedef struct partner {
    char code[26];
    char password[9];
    char sfid[26];
    struct partner *next;
} partner_t;

/* A file that was given to the engine. It is not given to it again, to whatever connection, while this is kept. */
typedef struct claim {
    char *connection_id;
    char *path;
    struct claim *next;
} claim_t;

/* DATA and CDT are counted instead of printed: there may be thousands of them. */
typedef struct session {
    char *connection_id;
    const partner_t *partner;
    unsigned long data, credits;
    struct session *next;
} session_t;

typedef struct mailbox {
    oftpsrv_t *server;
    char inbox[LINE_LENGTH];
    char outbox[LINE_LENGTH];
    partner_t *partners;
    session_t *sessions;
    claim_t *claims;
} mailbox_t;

static volatile sig_atomic_t stop_wanted;

static void on_signal(int number) {
    (void)number;
    stop_wanted = 1;
}

/* --- Small things ---------------------------------------------------------------------------------------- */

static void *allocate(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL) {
        perror("complete");
        exit(EXIT_FAILURE);
    }
    return memory;
}

static char *copy(const char *text) {
    return strcpy(allocate(strlen(text) + 1), text);
}

static bool join(char *out, size_t capacity, const char *format, ...) {
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vsnprintf(out, capacity, format, arguments);
    va_end(arguments);
    return length >= 0 && (size_t)length < capacity;
}

/* Tells how a call went wrong; for use around calls that may fail while the server goes on. */
static bool worked(int32_t status, const char *what) {
    if (status == OFTPSRV_OK) return true;
    fprintf(stderr, "%s: error %d: %s\n", what, (int)status, oftpsrv_last_error_message());
    return false;
}

static bool make_directory(const char *path) {
    if (mkdir(path, 0750) == 0 || errno == EEXIST) return true;
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return false;
}

/* Takes the same time wherever two passwords differ. */
static bool same_password(const char *ours, const char *theirs) {
    unsigned char mine[16] = {0}, other[16] = {0}, difference = 0;
    size_t i;
    if (strlen(ours) >= sizeof mine || strlen(theirs) >= sizeof other) return false;
    memcpy(mine, ours, strlen(ours));
    memcpy(other, theirs, strlen(theirs));
    for (i = 0; i < sizeof mine; i++) difference |= (unsigned char)(mine[i] ^ other[i]);
    return difference == 0;
}

/* A partner's code as the name of a directory: codes may hold slashes. */
static bool directory_of(char *out, size_t capacity, const char *parent, const partner_t *partner) {
    char name[sizeof partner->code];
    char *at;
    strcpy(name, partner->code);
    for (at = name; *at != '\0'; at++)
        if (*at == '/') *at = '_';
    if (name[0] == '.') name[0] = '_';
    return join(out, capacity, "%s/%s", parent, name);
}

/* --- Sessions and claims --------------------------------------------------------------------------------- */

static session_t *session_of(mailbox_t *box, const char *connection_id) {
    session_t *session = box->sessions;
    while (session != NULL && strcmp(session->connection_id, connection_id) != 0) session = session->next;
    if (session != NULL) return session;
    session = allocate(sizeof *session);
    session->connection_id = copy(connection_id);
    session->next = box->sessions;
    return box->sessions = session;
}

static void print_counted(session_t *session) {
    if (session->data > 0)
        printf("[%s]    DATA x %lu, CDT x %lu\n", session->connection_id, session->data, session->credits);
    session->data = session->credits = 0;
}

static void end_session(mailbox_t *box, const char *connection_id) {
    session_t **link = &box->sessions;
    while (*link != NULL) {
        session_t *session = *link;
        if (strcmp(session->connection_id, connection_id) != 0) {
            link = &session->next;
            continue;
        }
        print_counted(session);
        *link = session->next;
        free(session->connection_id);
        free(session);
    }
}

static bool is_claimed(const mailbox_t *box, const char *path) {
    const claim_t *claim = box->claims;
    while (claim != NULL && strcmp(claim->path, path) != 0) claim = claim->next;
    return claim != NULL;
}

static void claim_file(mailbox_t *box, const char *connection_id, const char *path) {
    claim_t *claim = allocate(sizeof *claim);
    claim->connection_id = copy(connection_id);
    claim->path = copy(path);
    claim->next = box->claims;
    box->claims = claim;
}

/* Gives up the claims on a path, or all of a connection. */
static void release_claims(mailbox_t *box, const char *connection_id, const char *path) {
    claim_t **link = &box->claims;
    while (*link != NULL) {
        claim_t *claim = *link;
        bool ours = strcmp(claim->connection_id, connection_id) == 0;
        if (!ours || (path != NULL && strcmp(claim->path, path) != 0)) {
            link = &claim->next;
            continue;
        }
        *link = claim->next;
        free(claim->connection_id);
        free(claim->path);
        free(claim);
    }
}

/* --- Events ---------------------------------------------------------------------------------------------- */

static void on_accept_connection(oftpsrv_t *server, oftpsrv_accept_connection_event_t *event, void *user_data) {
    mailbox_t *box = user_data;
    const partner_t *partner = box->partners;
    char directory[PATH_LENGTH];

    while (partner != NULL && strcmp(partner->code, event->client_ssid_code) != 0) partner = partner->next;
    if (partner == NULL) {
        event->accept = false;
        event->error_code = OFTPSRV_ESID_UNKNOWN_USER_CODE;
    } else if (!same_password(partner->password, event->client_password)) {
        event->accept = false;
        event->error_code = OFTPSRV_ESID_INVALID_PASSWORD;
    } else if (!directory_of(directory, sizeof directory, box->inbox, partner) ||
               !worked(oftpsrv_connection_set_download_directory(server, event->connection_id, directory),
                       "download directory")) {
        event->accept = false;
        event->error_code = OFTPSRV_ESID_EMERGENCY_CLOSE_DOWN;
    } else {
        event->accept = true;
        session_of(box, event->connection_id)->partner = partner;
    }
    if (event->accept)
        printf("[%s] partner %s is let in\n", event->connection_id, event->client_ssid_code);
    else
        printf("[%s] partner %s is turned away: ESID %02d\n", event->connection_id, event->client_ssid_code,
               (int)event->error_code);
}

static int is_for_sending(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

/* The turn is ours: everything that lies in the partner's outbox is queued, then the turn goes back behind it. */
static void on_ready_to_send(oftpsrv_t *server, oftpsrv_ready_to_send_event_t *event, void *user_data) {
    mailbox_t *box = user_data;
    const session_t *session = session_of(box, event->connection_id);
    char directory[PATH_LENGTH], path[PATH_LENGTH];
    struct dirent **entries = NULL;
    int count = -1, i;

    if (session->partner != NULL && directory_of(directory, sizeof directory, box->outbox, session->partner))
        count = scandir(directory, &entries, is_for_sending, alphasort);
    for (i = 0; i < count; i++) {
        struct stat facts;
        if (join(path, sizeof path, "%s/%s", directory, entries[i]->d_name) && stat(path, &facts) == 0 &&
            S_ISREG(facts.st_mode) && !is_claimed(box, path) &&
            worked(oftpsrv_send_file_async(server, event->connection_id, session->partner->sfid, path, ""), path))
            claim_file(box, event->connection_id, path);
        free(entries[i]);
    }
    free(entries);
    worked(oftpsrv_logoff(server, event->connection_id), "logoff");
}

static void move_to_sent(const char *path) {
    const char *name = strrchr(path, '/');
    char target[PATH_LENGTH];
    struct stat facts;
    int attempt = 0;
    if (name == NULL) return;
    if (!join(target, sizeof target, "%.*s/sent/%s", (int)(name - path), path, name + 1)) return;
    while (stat(target, &facts) == 0 && ++attempt < 10000)
        if (!join(target, sizeof target, "%.*s/sent/%s.%d", (int)(name - path), path, name + 1, attempt)) return;
    if (rename(path, target) != 0) fprintf(stderr, "%s: %s\n", target, strerror(errno));
}

static void on_end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_event_t *event, void *user_data) {
    mailbox_t *box = user_data;
    bool sent = event->direction == OFTPSRV_DIRECTION_SERVER;
    (void)server;
    print_counted(session_of(box, event->connection_id));
    if (event->reason_code == 0)
        printf("[%s] %s %s: %s, %lld octets\n", event->connection_id, sent ? "sent" : "received",
               event->virtual_file_name, event->local_file, (long long)event->file_size);
    else
        printf("[%s] %s %s failed: %d %s\n", event->connection_id, sent ? "sending" : "receiving",
               event->virtual_file_name, (int)event->reason_code, event->reason_text);
    /* A file that the partner has refused stays claimed until the connection ends: it is not tried again before. */
    if (!sent || event->reason_code != 0 || !is_claimed(box, event->local_file)) return;
    move_to_sent(event->local_file);
    release_claims(box, event->connection_id, event->local_file);
}

static void on_end_response(oftpsrv_t *server, oftpsrv_end_response_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    if (event->reason_code == 0)
        printf("[%s] end response for %s: delivered\n", event->connection_id, event->virtual_file_name);
    else
        printf("[%s] end response for %s: refused by %s: %d %s\n", event->connection_id, event->virtual_file_name,
               event->creator, (int)event->reason_code, event->reason_text);
}

static void on_pi_trail(oftpsrv_t *server, oftpsrv_pi_trail_event_t *event, void *user_data) {
    session_t *session = session_of(user_data, event->connection_id);
    (void)server;
    if (event->command_id == 'D')
        session->data++;
    else if (event->command_id == 'C')
        session->credits++;
    else {
        print_counted(session);
        printf("[%s] %s %s\n", event->connection_id, event->direction == OFTPSRV_DIRECTION_SERVER ? "->" : "<-",
               event->command_description);
    }
}

static void on_error(oftpsrv_t *server, oftpsrv_error_event_t *event, void *user_data) {
    (void)server;
    (void)user_data;
    printf("[%s] error %d: %s\n", event->connection_id, (int)event->error_code, event->description);
}

static void on_disconnected(oftpsrv_t *server, oftpsrv_disconnected_event_t *event, void *user_data) {
    mailbox_t *box = user_data;
    (void)server;
    end_session(box, event->connection_id);
    release_claims(box, event->connection_id, NULL);
    printf("[%s] disconnected: %s\n", event->connection_id, event->description);
}

/* --- The configuration file ------------------------------------------------------------------------------ */

static bool add_partner(mailbox_t *box, const char *value) {
    partner_t *partner = allocate(sizeof *partner);
    int fields = sscanf(value, "%25s %8s %25s", partner->code, partner->password, partner->sfid);
    if (fields < 2) {
        free(partner);
        fprintf(stderr, "a partner needs a code and a password\n");
        return false;
    }
    if (fields == 2) strcpy(partner->sfid, partner->code);
    partner->next = box->partners;
    box->partners = partner;
    return true;
}

/* Whether a line is one of ours; *fine says whether it could be used. */
static bool take_own(mailbox_t *box, const char *line, bool *fine) {
    const char *name = line + strspn(line, " \t"), *value;
    size_t name_length = strcspn(name, " \t\r\n="), length;
    char own[LINE_LENGTH];

    value = name + name_length;
    value += strspn(value, " \t");
    if (*value != '=') return false;
    value++;
    value += strspn(value, " \t");
    length = strcspn(value, "\r\n");
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL) length--;
    *fine = join(own, sizeof own, "%.*s", (int)length, value);

    if (name_length == 7 && strncmp(name, "partner", 7) == 0)
        *fine = *fine && add_partner(box, own);
    else if (name_length == 5 && strncmp(name, "inbox", 5) == 0)
        strcpy(box->inbox, own);
    else if (name_length == 6 && strncmp(name, "outbox", 6) == 0)
        strcpy(box->outbox, own);
    else
        return false;
    return true;
}

static char *read_text(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        rewind(file);
        text = allocate((size_t)size + 1);
        if (fread(text, 1, (size_t)size, file) != (size_t)size) {
            free(text);
            text = NULL;
        }
    }
    if (text == NULL) fprintf(stderr, "%s: %s\n", path, strerror(errno));
    if (file != NULL) fclose(file);
    return text;
}

static bool read_configuration(mailbox_t *box, const char *path) {
    char *text = read_text(path), *line = text;
    int number = 1;
    bool fine = text != NULL;
    while (fine && line != NULL && *line != '\0') {
        /* What is ours becomes a comment, so that the engine's errors name the right line. */
        bool usable = true;
        if (take_own(box, line, &usable)) {
            *line = '#';
            fine = usable;
        }
        if (!fine) fprintf(stderr, "%s, line %d: cannot be used\n", path, number);
        number++;
        line = strchr(line, '\n');
        if (line != NULL) line++;
    }
    if (fine) fine = worked(oftpsrv_load_config(box->server, text), path);
    free(text);
    return fine;
}

static bool make_directories(const mailbox_t *box) {
    const partner_t *partner;
    char path[PATH_LENGTH], sent[PATH_LENGTH];
    if (!make_directory(box->inbox) || !make_directory(box->outbox)) return false;
    for (partner = box->partners; partner != NULL; partner = partner->next) {
        if (!directory_of(path, sizeof path, box->inbox, partner) || !make_directory(path)) return false;
        if (!directory_of(path, sizeof path, box->outbox, partner) || !make_directory(path)) return false;
        if (!join(sent, sizeof sent, "%s/sent", path) || !make_directory(sent)) return false;
    }
    return true;
}

/* --- Life ------------------------------------------------------------------------------------------------ */

static bool register_callbacks(mailbox_t *box) {
    oftpsrv_t *server = box->server;
    return worked(oftpsrv_set_event_dispatch(server, OFTPSRV_DISPATCH_QUEUED), "dispatch") &&
           worked(oftpsrv_on_accept_connection(server, on_accept_connection, box), "AcceptConnection") &&
           worked(oftpsrv_on_ready_to_send(server, on_ready_to_send, box), "ReadyToSend") &&
           worked(oftpsrv_on_end_transfer(server, on_end_transfer, box), "EndTransfer") &&
           worked(oftpsrv_on_end_response(server, on_end_response, box), "EndResponse") &&
           worked(oftpsrv_on_pi_trail(server, on_pi_trail, box), "PITrail") &&
           worked(oftpsrv_on_error(server, on_error, box), "Error") &&
           worked(oftpsrv_on_disconnected(server, on_disconnected, box), "Disconnected");
}

static bool serve(mailbox_t *box, const char *configuration) {
    int32_t port = 0;
    if (!worked(oftpsrv_set_config(box->server, "FriendlyLogFormat", "True"), "FriendlyLogFormat") ||
        !register_callbacks(box) || !read_configuration(box, configuration) || !make_directories(box) ||
        !worked(oftpsrv_start(box->server), "start") ||
        !worked(oftpsrv_get_local_port(box->server, &port), "LocalPort"))
        return false;
    printf("listening on port %d\n", (int)port);
    while (!stop_wanted)
        if (!worked(oftpsrv_do_events(box->server, 100), "events")) return false;
    printf("shutting down\n");
    return worked(oftpsrv_shutdown(box->server), "shutdown") && worked(oftpsrv_do_events(box->server, 0), "events");
}

static void clear(mailbox_t *box) {
    oftpsrv_free(box->server);
    while (box->sessions != NULL) end_session(box, box->sessions->connection_id);
    while (box->claims != NULL) release_claims(box, box->claims->connection_id, NULL);
    while (box->partners != NULL) {
        partner_t *partner = box->partners;
        box->partners = partner->next;
        free(partner);
    }
}

int main(int argc, char **argv) {
    mailbox_t box = {.inbox = "inbox", .outbox = "outbox"};
    struct sigaction action = {.sa_handler = on_signal};
    bool fine;

    if (argc != 2) {
        fprintf(stderr, "usage: %s CONFIGFILE\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    box.server = oftpsrv_new();
    if (box.server == NULL) {
        fprintf(stderr, "%s\n", oftpsrv_last_error_message());
        return EXIT_FAILURE;
    }
    fine = serve(&box, argv[1]);
    clear(&box);
    if (oftpsrv_live_handles() != 0) {
        fprintf(stderr, "%zu handles were not freed\n", oftpsrv_live_handles());
        return EXIT_FAILURE;
    }
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
