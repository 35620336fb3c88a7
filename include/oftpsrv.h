/*
 * oftpsrv: an OFTP (RFC 5024, RFC 2204) server inside your program.
 *
 * This file is generated from the library's sources; do not edit it. It is plain C99 and C++11.
 *
 * A server in 15 lines
 * --------------------
 *
 *     #include <oftpsrv.h>
 *     #include <stdio.h>
 *     #include <string.h>
 *
 *     static void who(oftpsrv_t *s, oftpsrv_accept_connection_event_t *e, void *inbox) {
 *         e->accept = !strcmp(e->client_ssid_code, "O0013PARTNER") && !strcmp(e->client_password, "SECRET");
 *         e->error_code = OFTPSRV_ESID_INVALID_PASSWORD; // what a partner is told who is not accepted
 *         oftpsrv_connection_set_download_directory(s, e->connection_id, inbox);
 *     }
 *     int main(void) {
 *         oftpsrv_t *s = oftpsrv_new();
 *         oftpsrv_set_server_ssid_code(s, "O0013SERVER");
 *         oftpsrv_set_server_sfid_code(s, "O0013SERVER");
 *         oftpsrv_set_server_password(s, "MYSECRET");
 *         oftpsrv_on_accept_connection(s, who, "/in");
 *         if (oftpsrv_start(s) != OFTPSRV_OK) fprintf(stderr, "%s\n", oftpsrv_last_error_message());
 *         else (void)getchar();
 *         oftpsrv_free(s);
 *     }
 *
 * Without a callback for AcceptConnection every partner is let in, and without a download directory files are refused: a
 * real server has at least oftpsrv_on_accept_connection(), looks at who calls and sets the connection's download directory
 * there.
 *
 * Sending
 * -------
 * Files for the partner are sent when it gives the turn, and ReadyToSend says so. It comes again each time the partner gives the
 * turn back, also behind a file that it has just taken, so a file is queued once and not once a turn: remember what was queued,
 * forget it when EndTransfer says that the partner has it, and try again what is left in the next session. oftpsrv_logoff()
 * behind the last file gives the turn back; when nothing was sent in a turn that the partner gave unasked, it ends the session.
 * This program ends when the partner has the file and has gone:
 *
 *     #include <oftpsrv.h>
 *     #include <stdio.h>
 *     #include <string.h>
 *
 *     static bool waiting = true; // the partner does not have the file yet
 *     static char sender[64];     // the connection that has it queued; empty: none
 *
 *     static void who(oftpsrv_t *s, oftpsrv_accept_connection_event_t *e, void *unused) {
 *         e->accept = !strcmp(e->client_ssid_code, "O0013PARTNER") && !strcmp(e->client_password, "SECRET");
 *         e->error_code = OFTPSRV_ESID_INVALID_PASSWORD; // what a partner is told who is not accepted
 *         (void)s, (void)unused;
 *     }
 *     static void turn(oftpsrv_t *s, oftpsrv_ready_to_send_event_t *e, void *file) {
 *         if (waiting && !*sender && !oftpsrv_send_file_async(s, e->connection_id, "O0013PARTNER", file, "INVOICES"))
 *             snprintf(sender, sizeof sender, "%s", e->connection_id);
 *         oftpsrv_logoff(s, e->connection_id);
 *     }
 *     static void ended(oftpsrv_t *s, oftpsrv_end_transfer_event_t *e, void *unused) {
 *         if (e->direction == OFTPSRV_DIRECTION_SERVER && e->reason_code == 0) waiting = false;
 *         (void)s, (void)unused;
 *     }
 *     static void gone(oftpsrv_t *s, oftpsrv_disconnected_event_t *e, void *unused) {
 *         if (!strcmp(sender, e->connection_id)) *sender = '\0';
 *         (void)s, (void)unused;
 *     }
 *     int main(void) {
 *         oftpsrv_t *s = oftpsrv_new();
 *         oftpsrv_set_server_ssid_code(s, "O0013SERVER");
 *         oftpsrv_set_server_sfid_code(s, "O0013SERVER");
 *         oftpsrv_set_event_dispatch(s, OFTPSRV_DISPATCH_QUEUED); // callbacks come on this thread
 *         oftpsrv_on_accept_connection(s, who, NULL);
 *         oftpsrv_on_ready_to_send(s, turn, "/out/invoices");
 *         oftpsrv_on_end_transfer(s, ended, NULL);
 *         oftpsrv_on_disconnected(s, gone, NULL);
 *         if (oftpsrv_start(s) != OFTPSRV_OK) fprintf(stderr, "%s\n", oftpsrv_last_error_message());
 *         while (oftpsrv_is_listening(s) && (waiting || *sender)) oftpsrv_do_events(s, 1000);
 *         oftpsrv_free(s);
 *         return waiting;
 *     }
 *
 * Life cycle
 * ----------
 * oftpsrv_new() makes a server with the defaults of docs/settings.md. Set properties, config settings and callbacks,
 * then oftpsrv_start(). oftpsrv_stop() ends the listening alone, oftpsrv_shutdown() the connections too; a server can be
 * started again after either. oftpsrv_free() shuts down, waits for callbacks that run, and ends the handle. Several
 * servers may live in one process.
 *
 * A handle is never reused. One that was freed, or that never was one, gives OFTPSRV_ERROR_STALE_HANDLE and no crash.
 * oftpsrv_live_handles() counts those that were not freed yet.
 *
 * Errors
 * ------
 * A function that can fail returns int32_t: OFTPSRV_OK, or one of OFTPSRV_ERROR_.... 1 to 99 are misuse of the interface
 * (a NULL argument, text that is not UTF-8, a stale handle) and what is our own (an internal panic, a state store that cannot
 * be used); docs/errors.md has them all. Numbers are never used again for something else. oftpsrv_last_error_code() and
 * oftpsrv_last_error_message() tell more about the last call of the same thread that failed; oftpsrv_error_text() has the
 * standard text of a number. Out parameters are always set: to 0, false or NULL when the function fails.
 *
 * Strings and octets
 * ------------------
 * Text that goes in is NUL-terminated UTF-8 and is copied; it must not be NULL where the function does not say so. Text
 * that comes out through `char **out` belongs to the caller, who frees it with oftpsrv_string_free(). Octets are a pointer
 * and a length; those that come out are freed with oftpsrv_bytes_free(). Both are wiped when they are freed. A NUL inside
 * a text that a partner sent is shown as U+FFFD.
 *
 * Events and callbacks
 * --------------------
 * There is one oftpsrv_on_<event>() for each event, and all callbacks look alike (a fragment):
 *
 *     void callback(oftpsrv_t *server, oftpsrv_<event>_event_t *event, void *user_data);
 *
 * NULL clears. `user_data` is passed on as it is. The event structure belongs to the engine and ends with the callback, and
 * so does everything it points at: copy what you keep. It starts with its own size; fields are only ever appended, so a
 * program that was built with an older header works with a newer library, and a program built with a newer header sees by
 * `size` which fields there are.
 *
 * Fields that begin with "Answer" in their description may be changed and are prefilled with what happens when nobody
 * answers. Numbers and bools are plain members. Texts have a setter, oftpsrv_<event>_event_set_<field>(event, value),
 * which copies; writing the pointer itself changes nothing. The connection, and only it, waits for the answer.
 *
 * A callback must return: a C++ exception or a longjmp out of it ends the process.
 *
 * Threads and dispatch
 * --------------------
 * Every function may be called from any thread at any time, also from inside a callback. Where a callback runs is chosen
 * with oftpsrv_set_event_dispatch() before oftpsrv_start():
 *
 * - OFTPSRV_DISPATCH_DIRECT (default): on the engine's threads, as things happen. Callbacks of one connection never overlap
 *   and come in protocol order; those of different connections may overlap. At most EventThreads callbacks run at the same time, 64 if
 *   not set; further events wait in order of arrival, and their partners are not taken for silent meanwhile. A slow
 *   callback delays its own connection only as long as others find a thread.
 * - OFTPSRV_DISPATCH_QUEUED: inside oftpsrv_do_events(), on the thread that calls it, and nowhere else. A program with a
 *   poll loop of its own watches oftpsrv_event_fd() and calls oftpsrv_do_events(server, 0) when it is readable. When the
 *   thread that did so last makes another call that waits, such as oftpsrv_send_file() or oftpsrv_shutdown(), that call
 *   delivers events as oftpsrv_do_events() would: nobody else could. On every other thread such a call only waits, and
 *   oftpsrv_send_file() says 135 when no thread has called oftpsrv_do_events() yet.
 *
 * oftpsrv_send_file() inside ReadyToSend returns when its file was taken or refused; the events of that connection which
 * come meanwhile are delivered nested, on the same thread. Every other function that would have to wait for the connection
 * whose callback is calling it, or for callbacks that wait for that one, also through several connections and servers,
 * returns OFTPSRV_ERROR_WOULD_BLOCK (135) instead of hanging: use oftpsrv_send_file_async() there. From a callback
 * oftpsrv_shutdown(), oftpsrv_reset() and oftpsrv_free() tell the connections to end and return.
 *
 * A connection that ends never invents an answer: a callback that is running gives its own. When none has begun with a
 * question that decides, the answer is no. When none has begun with EndTransfer, the file stays stored, and EndTransfer
 * comes after the next start.
 *
 * A program with an event loop of its own puts an answer off with oftpsrv_answer_later() and gives it with
 * oftpsrv_answer_now(); meanwhile no thread waits. Calls that its handler makes on other threads stand between
 * oftpsrv_enter_event() and oftpsrv_leave_event(), also while the callback has not returned yet.
 *
 * When oftpsrv_on_<event>() or oftpsrv_free() returns, the callback that it replaced is not running any more, so its
 * user_data can be freed. The exception is a call from inside that very callback, which cannot wait for itself. (Two
 * callbacks that replace each other at the same time do not wait for each other either.) Do not call these functions with
 * a lock held that the callback takes.
 *
 * In your process
 * ---------------
 * The library prints nothing, not even when something goes badly wrong, raises no SIGPIPE, and changes no signal's
 * disposition. A defect inside it is OFTPSRV_ERROR_PANIC (4): of the call in which it happened, or in the Error event and the
 * log; the message says where. The connection that it concerned ends, its partner hears ESID 99, and the others go on.
 *
 * Connections and streams
 * -----------------------
 * A connection is named by its id, which events carry and oftpsrv_connections() lists. The id of no open connection gives
 * OFTPSRV_ERROR_INVALID_CONNECTION_ID.
 *
 * oftpsrv_connection_set_download_stream() sends received files to callbacks instead of to disk, and
 * oftpsrv_connection_set_upload_stream() takes the files to be sent from callbacks. Stream callbacks run on engine threads in
 * both dispatch modes, for one stream one at a time. A stream's user_data may be freed when its close callback was called, or
 * when another stream, or none, was set in its place; one of the two happens to every stream.
 *
 * Settings by name
 * ----------------
 * oftpsrv_set_config() and oftpsrv_get_config() reach every property and config setting by its name, "Name[connection-id]" for
 * one connection; docs/settings.md lists them. oftpsrv_load_config() sets up a whole server from a text of "Name=value" lines.
 * oftpsrv_config() takes both in one text: "Name=value" sets, "Name" reads.
 *
 * Certificates
 * ------------
 * A certificate is a counted handle: oftpsrv_certificate_load() or a getter gives the caller a reference,
 * oftpsrv_certificate_free() gives it back. A server to which a certificate was given keeps what it needs; a certificate
 * that is changed afterwards has to be given again. What oftpsrv_get_certificate() and oftpsrv_get_ssl_cert() give is the
 * server's own: it is never NULL, and what is set on it is set on the server.
 *
 * Setting Subject or Encoded searches the store, and what is wrong is the error of that call. The fields may come in any
 * order: while Store, StoreType or StorePassword is not set and may be what is missing, the search is put off until a fact
 * is read, a server is given the certificate, or oftpsrv_start() or a session needs it.
 */

#ifndef OFTPSRV_H
#define OFTPSRV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The version of this header; oftpsrv_version() is that of the library. */
#define OFTPSRV_VERSION_MAJOR 0
#define OFTPSRV_VERSION_MINOR 1
#define OFTPSRV_VERSION_PATCH 0
#define OFTPSRV_VERSION "0.1.0"
/* To compare: OFTPSRV_VERSION_NUMBER >= 200 is 0.2.0 and newer. */
#define OFTPSRV_VERSION_NUMBER (OFTPSRV_VERSION_MAJOR * 10000 + OFTPSRV_VERSION_MINOR * 100 + OFTPSRV_VERSION_PATCH)

/* Stands before every function. Define OFTPSRV_STATIC when the static library is linked on Windows. */
#ifndef OFTPSRV_API
#if defined(_WIN32) && !defined(OFTPSRV_STATIC)
#define OFTPSRV_API __declspec(dllimport)
#elif defined(__GNUC__)
#define OFTPSRV_API __attribute__((visibility("default")))
#else
#define OFTPSRV_API
#endif
#endif

/**
 * Success.
 */
#define OFTPSRV_OK 0

/**
 * An argument that must not be NULL is NULL.
 */
#define OFTPSRV_ERROR_NULL_ARGUMENT 1

/**
 * A text argument is not valid UTF-8.
 */
#define OFTPSRV_ERROR_NOT_UTF8 2

/**
 * The handle is not alive: it was freed, or it never came from this library.
 */
#define OFTPSRV_ERROR_STALE_HANDLE 3

/**
 * Internal error: the engine panicked. The message says where.
 */
#define OFTPSRV_ERROR_PANIC 4

/**
 * No property or config setting has this name.
 */
#define OFTPSRV_ERROR_UNKNOWN_SETTING 5

/**
 * The value does not fit the setting: wrong type, out of range or too long.
 */
#define OFTPSRV_ERROR_BAD_VALUE 6

/**
 * The setting can be read only.
 */
#define OFTPSRV_ERROR_READ_ONLY 7

/**
 * An argument has a value that is not allowed.
 */
#define OFTPSRV_ERROR_BAD_ARGUMENT 8

/**
 * This platform or this build has no such thing.
 */
#define OFTPSRV_ERROR_NOT_SUPPORTED 9

/**
 * The connection is not in a state in which this can be done.
 */
#define OFTPSRV_ERROR_NOT_READY 10

/**
 * The state store under StatePath cannot be read or written.
 */
#define OFTPSRV_ERROR_STATE_STORE 11

/**
 * The operation was interrupted by Interrupt, Disconnect or Shutdown.
 */
#define OFTPSRV_ERROR_INTERRUPTED 12

/**
 * The operation timed out.
 */
#define OFTPSRV_ERROR_TIMEOUT 13

/**
 * The event has been answered; an answer now comes too late.
 */
#define OFTPSRV_ERROR_ANSWER_TOO_LATE 17

/**
 * You cannot change the RemotePort at this time. A connection is in progress.
 */
#define OFTPSRV_ERROR_REMOTE_PORT_IN_USE 100

/**
 * You cannot change the RemoteHost at this time. A connection is in progress.
 */
#define OFTPSRV_ERROR_REMOTE_HOST_IN_USE 101

/**
 * The RemoteHost address is invalid (0.0.0.0).
 */
#define OFTPSRV_ERROR_REMOTE_HOST_INVALID 102

/**
 * TCPServer is already listening.
 */
#define OFTPSRV_ERROR_ALREADY_LISTENING 104

/**
 * Cannot change LocalPort when TCPServer is listening.
 */
#define OFTPSRV_ERROR_LOCAL_PORT_IN_USE 106

/**
 * Cannot change LocalHost when TCPServer is listening.
 */
#define OFTPSRV_ERROR_LOCAL_HOST_IN_USE 107

/**
 * Cannot change MaxConnections when TCPServer is listening.
 */
#define OFTPSRV_ERROR_MAX_CONNECTIONS_IN_USE 108

/**
 * You cannot change MaxLineLength at this time. A connection is in progress.
 */
#define OFTPSRV_ERROR_MAX_LINE_LENGTH_IN_USE 112

/**
 * RemotePort cannot be zero. Please specify a valid service port number.
 */
#define OFTPSRV_ERROR_REMOTE_PORT_ZERO 116

/**
 * Invalid ConnectionId.
 */
#define OFTPSRV_ERROR_INVALID_CONNECTION_ID 126

/**
 * Operation would block.
 */
#define OFTPSRV_ERROR_WOULD_BLOCK 135

/**
 * OFTP protocol error.
 */
#define OFTPSRV_ERROR_PROTOCOL 671

/**
 * ServerSSID must be set before Listening is set to true.
 */
#define OFTPSRV_ERROR_SSID_NOT_SET 672

/**
 * ServerSFID must be set before Listening is set to true.
 */
#define OFTPSRV_ERROR_SFID_NOT_SET 673

/**
 * Session terminated by client. Unknown SSID or SFID.
 */
#define OFTPSRV_ERROR_UNKNOWN_CODE 675

/**
 * Session terminated by client. Unknown Password.
 */
#define OFTPSRV_ERROR_UNKNOWN_PASSWORD 677

/**
 * Error building packet to send.
 */
#define OFTPSRV_ERROR_BUILD_PACKET 678

/**
 * Error reading file specified.
 */
#define OFTPSRV_ERROR_READ_FILE 679

/**
 * Invalid date timestamp.
 */
#define OFTPSRV_ERROR_INVALID_DATE 680

/**
 * Local file exists and overwrite is set to false.
 */
#define OFTPSRV_ERROR_FILE_EXISTS 681

/**
 * Invalid hash value.
 */
#define OFTPSRV_ERROR_INVALID_HASH 682

/**
 * Invalid signature.
 */
#define OFTPSRV_ERROR_INVALID_SIGNATURE 683

/**
 * Cryptographic operation failed.
 */
#define OFTPSRV_ERROR_CRYPTO 684

/**
 * No encryption certificate was specified.
 */
#define OFTPSRV_ERROR_NO_ENCRYPTION_CERT 685

/**
 * No signing certificate was specified.
 */
#define OFTPSRV_ERROR_NO_SIGNING_CERT 686

/**
 * Send failed. Check the description for more details.
 */
#define OFTPSRV_ERROR_SEND_FAILED 687

/**
 * The requested feature is only supported in OFTP Version 2.0. Check the description for more details.
 */
#define OFTPSRV_ERROR_VERSION_20_ONLY 688

/**
 * A required certificate was not provided. The error descriptions indicates which property must be set.
 */
#define OFTPSRV_ERROR_CERT_REQUIRED 689

/**
 * Invalid Certificate.
 */
#define OFTPSRV_ERROR_INVALID_CERT 690

/**
 * Failed to import trusted certificates.
 */
#define OFTPSRV_ERROR_TRUSTED_IMPORT 691

/**
 * Where callbacks run (oftpsrv_set_event_dispatch()). On the engine's threads, as things happen (default).
 */
#define OFTPSRV_DISPATCH_DIRECT 0

/**
 * Where callbacks run (oftpsrv_set_event_dispatch()). Inside oftpsrv_do_events() only, on the caller's thread.
 */
#define OFTPSRV_DISPATCH_QUEUED 1

/**
 * Versions of OFTP. OFTP 1.2.
 */
#define OFTPSRV_OFTP_12 0

/**
 * Versions of OFTP. OFTP 1.3.
 */
#define OFTPSRV_OFTP_13 1

/**
 * Versions of OFTP. OFTP 1.4.
 */
#define OFTPSRV_OFTP_14 2

/**
 * Versions of OFTP. OFTP 2.0.
 */
#define OFTPSRV_OFTP_20 3

/**
 * Who sends a file or a command. From the client.
 */
#define OFTPSRV_DIRECTION_CLIENT 0

/**
 * Who sends a file or a command. From the server.
 */
#define OFTPSRV_DIRECTION_SERVER 1

/**
 * Which way an end response goes. Received.
 */
#define OFTPSRV_END_RESPONSE_RECEIVED 0

/**
 * Which way an end response goes. Sent.
 */
#define OFTPSRV_END_RESPONSE_SENT 1

/**
 * Record formats of virtual files. Octets without structure.
 */
#define OFTPSRV_FORMAT_UNSTRUCTURED 0

/**
 * Record formats of virtual files. Lines of text.
 */
#define OFTPSRV_FORMAT_TEXT 1

/**
 * Record formats of virtual files. Records of one length.
 */
#define OFTPSRV_FORMAT_FIXED 2

/**
 * Record formats of virtual files. Records of different lengths.
 */
#define OFTPSRV_FORMAT_VARIABLE 3

/**
 * How a file is secured. Neither signed nor encrypted.
 */
#define OFTPSRV_SECURITY_NONE 0

/**
 * How a file is secured. Encrypted.
 */
#define OFTPSRV_SECURITY_ENCRYPTED 1

/**
 * How a file is secured. Signed.
 */
#define OFTPSRV_SECURITY_SIGNED 2

/**
 * How a file is secured. Encrypted and signed.
 */
#define OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED 3

/**
 * Ciphers of files to send. Triple DES.
 */
#define OFTPSRV_ENCRYPTION_3DES 0

/**
 * Ciphers of files to send. AES.
 */
#define OFTPSRV_ENCRYPTION_AES 1

/**
 * Kinds of certificate exchange. Here is mine, send yours.
 */
#define OFTPSRV_EXCHANGE_REQUEST 0

/**
 * Kinds of certificate exchange. This one replaces all earlier ones.
 */
#define OFTPSRV_EXCHANGE_REPLACE 1

/**
 * Kinds of certificate exchange. The answer to a request, or one more.
 */
#define OFTPSRV_EXCHANGE_DELIVER 2

/**
 * How much the Log event tells. Nothing.
 */
#define OFTPSRV_LOG_NONE 0

/**
 * How much the Log event tells. What happens, in few entries.
 */
#define OFTPSRV_LOG_INFO 1

/**
 * How much the Log event tells. More of it.
 */
#define OFTPSRV_LOG_VERBOSE 2

/**
 * How much the Log event tells. Everything.
 */
#define OFTPSRV_LOG_DEBUG 3

/**
 * Kinds of certificate stores. A Windows store of the current user. It is not read: error 9.
 */
#define OFTPSRV_STORE_USER 0

/**
 * Kinds of certificate stores. A Windows store of the machine. It is not read: error 9.
 */
#define OFTPSRV_STORE_MACHINE 1

/**
 * Kinds of certificate stores. A PKCS#12 file.
 */
#define OFTPSRV_STORE_PFX_FILE 2

/**
 * Kinds of certificate stores. PKCS#12, the octets or their Base64.
 */
#define OFTPSRV_STORE_PFX_BLOB 3

/**
 * Kinds of certificate stores. A Java key store file.
 */
#define OFTPSRV_STORE_JKS_FILE 4

/**
 * Kinds of certificate stores. A Java key store, the octets or their Base64.
 */
#define OFTPSRV_STORE_JKS_BLOB 5

/**
 * Kinds of certificate stores. A PEM file with a private key and perhaps certificates.
 */
#define OFTPSRV_STORE_PEM_KEY_FILE 6

/**
 * Kinds of certificate stores. PEM text with a private key and perhaps certificates.
 */
#define OFTPSRV_STORE_PEM_KEY_BLOB 7

/**
 * Kinds of certificate stores. A file with a certificate, PEM or DER.
 */
#define OFTPSRV_STORE_PUBLIC_KEY_FILE 8

/**
 * Kinds of certificate stores. A certificate, PEM, DER or Base64.
 */
#define OFTPSRV_STORE_PUBLIC_KEY_BLOB 9

/**
 * Kinds of certificate stores. An SSH public key.
 */
#define OFTPSRV_STORE_SSH_PUBLIC_KEY_BLOB 10

/**
 * Kinds of certificate stores. A PKCS#7 file with certificates.
 */
#define OFTPSRV_STORE_P7B_FILE 11

/**
 * Kinds of certificate stores. PKCS#7 with certificates.
 */
#define OFTPSRV_STORE_P7B_BLOB 12

/**
 * Kinds of certificate stores. An SSH public key file.
 */
#define OFTPSRV_STORE_SSH_PUBLIC_KEY_FILE 13

/**
 * Kinds of certificate stores. A PuTTY private key file.
 */
#define OFTPSRV_STORE_PPK_FILE 14

/**
 * Kinds of certificate stores. A PuTTY private key.
 */
#define OFTPSRV_STORE_PPK_BLOB 15

/**
 * Kinds of certificate stores. A certificate or key in an XML file.
 */
#define OFTPSRV_STORE_XML_FILE 16

/**
 * Kinds of certificate stores. A certificate or key in XML.
 */
#define OFTPSRV_STORE_XML_BLOB 17

/**
 * Kinds of certificate stores. A JSON Web Key file.
 */
#define OFTPSRV_STORE_JWK_FILE 18

/**
 * Kinds of certificate stores. A JSON Web Key.
 */
#define OFTPSRV_STORE_JWK_BLOB 19

/**
 * Kinds of certificate stores. A Bouncy Castle FIPS key store file. It is not read: error 9.
 */
#define OFTPSRV_STORE_BCFKS_FILE 21

/**
 * Kinds of certificate stores. A Bouncy Castle FIPS key store. It is not read: error 9.
 */
#define OFTPSRV_STORE_BCFKS_BLOB 22

/**
 * Kinds of certificate stores. A security key behind a PKCS#11 module; Store is the module's path, the password is the
 * PIN.
 */
#define OFTPSRV_STORE_PKCS11 23

/**
 * Kinds of certificate stores. Whatever the content shows; never a PKCS#11 module, whatever a file is called.
 */
#define OFTPSRV_STORE_AUTO 99

/**
 * Bits of UsageFlags: what a key may be used for. Digital signature.
 */
#define OFTPSRV_USAGE_DIGITAL_SIGNATURE 128

/**
 * Bits of UsageFlags: what a key may be used for. Non-repudiation.
 */
#define OFTPSRV_USAGE_NON_REPUDIATION 64

/**
 * Bits of UsageFlags: what a key may be used for. Key encipherment.
 */
#define OFTPSRV_USAGE_KEY_ENCIPHERMENT 32

/**
 * Bits of UsageFlags: what a key may be used for. Data encipherment.
 */
#define OFTPSRV_USAGE_DATA_ENCIPHERMENT 16

/**
 * Bits of UsageFlags: what a key may be used for. Key agreement.
 */
#define OFTPSRV_USAGE_KEY_AGREEMENT 8

/**
 * Bits of UsageFlags: what a key may be used for. Certificate signing.
 */
#define OFTPSRV_USAGE_CERTIFICATE_SIGNING 4

/**
 * Bits of UsageFlags: what a key may be used for. CRL signing.
 */
#define OFTPSRV_USAGE_CRL_SIGNING 2

/**
 * Bits of UsageFlags: what a key may be used for. Encipher only.
 */
#define OFTPSRV_USAGE_ENCIPHER_ONLY 1

/**
 * Why a session ends (ESIDREAS). Normal session termination.
 */
#define OFTPSRV_ESID_NORMAL 0

/**
 * Why a session ends (ESIDREAS). Command not recognised.
 */
#define OFTPSRV_ESID_COMMAND_NOT_RECOGNISED 1

/**
 * Why a session ends (ESIDREAS). Protocol violation.
 */
#define OFTPSRV_ESID_PROTOCOL_VIOLATION 2

/**
 * Why a session ends (ESIDREAS). User code not known.
 */
#define OFTPSRV_ESID_UNKNOWN_USER_CODE 3

/**
 * Why a session ends (ESIDREAS). Invalid password.
 */
#define OFTPSRV_ESID_INVALID_PASSWORD 4

/**
 * Why a session ends (ESIDREAS). Local site emergency close down.
 */
#define OFTPSRV_ESID_EMERGENCY_CLOSE_DOWN 5

/**
 * Why a session ends (ESIDREAS). Command contained invalid data.
 */
#define OFTPSRV_ESID_INVALID_DATA 6

/**
 * Why a session ends (ESIDREAS). Exchange buffer size error.
 */
#define OFTPSRV_ESID_BUFFER_SIZE_ERROR 7

/**
 * Why a session ends (ESIDREAS). Resources not available.
 */
#define OFTPSRV_ESID_RESOURCES_NOT_AVAILABLE 8

/**
 * Why a session ends (ESIDREAS). Time out.
 */
#define OFTPSRV_ESID_TIME_OUT 9

/**
 * Why a session ends (ESIDREAS). Mode or capabilities incompatible.
 */
#define OFTPSRV_ESID_INCOMPATIBLE_CAPABILITIES 10

/**
 * Why a session ends (ESIDREAS). Invalid challenge response. Since OFTP 2.0.
 */
#define OFTPSRV_ESID_INVALID_CHALLENGE_RESPONSE 11

/**
 * Why a session ends (ESIDREAS). Secure authentication requirements incompatible. Since OFTP 2.0.
 */
#define OFTPSRV_ESID_INCOMPATIBLE_AUTHENTICATION 12

/**
 * Why a session ends (ESIDREAS). Unspecified abort code.
 */
#define OFTPSRV_ESID_UNSPECIFIED 99

/**
 * Why a file is refused before it is sent (SFNAREAS). Invalid filename.
 */
#define OFTPSRV_SFNA_INVALID_FILENAME 1

/**
 * Why a file is refused before it is sent (SFNAREAS). Invalid destination.
 */
#define OFTPSRV_SFNA_INVALID_DESTINATION 2

/**
 * Why a file is refused before it is sent (SFNAREAS). Invalid origin.
 */
#define OFTPSRV_SFNA_INVALID_ORIGIN 3

/**
 * Why a file is refused before it is sent (SFNAREAS). Storage record format not supported.
 */
#define OFTPSRV_SFNA_RECORD_FORMAT_NOT_SUPPORTED 4

/**
 * Why a file is refused before it is sent (SFNAREAS). Maximum record length not supported.
 */
#define OFTPSRV_SFNA_RECORD_LENGTH_NOT_SUPPORTED 5

/**
 * Why a file is refused before it is sent (SFNAREAS). File size is too big.
 */
#define OFTPSRV_SFNA_FILE_SIZE_TOO_BIG 6

/**
 * Why a file is refused before it is sent (SFNAREAS). Invalid record count.
 */
#define OFTPSRV_SFNA_INVALID_RECORD_COUNT 10

/**
 * Why a file is refused before it is sent (SFNAREAS). Invalid byte count.
 */
#define OFTPSRV_SFNA_INVALID_BYTE_COUNT 11

/**
 * Why a file is refused before it is sent (SFNAREAS). Access method failure.
 */
#define OFTPSRV_SFNA_ACCESS_METHOD_FAILURE 12

/**
 * Why a file is refused before it is sent (SFNAREAS). Duplicate file.
 */
#define OFTPSRV_SFNA_DUPLICATE_FILE 13

/**
 * Why a file is refused before it is sent (SFNAREAS). File direction refused. Since OFTP 1.4.
 */
#define OFTPSRV_SFNA_FILE_DIRECTION_REFUSED 14

/**
 * Why a file is refused before it is sent (SFNAREAS). Cipher suite not supported. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_CIPHER_SUITE_NOT_SUPPORTED 15

/**
 * Why a file is refused before it is sent (SFNAREAS). Encrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_ENCRYPTED_FILE_NOT_ALLOWED 16

/**
 * Why a file is refused before it is sent (SFNAREAS). Unencrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_UNENCRYPTED_FILE_NOT_ALLOWED 17

/**
 * Why a file is refused before it is sent (SFNAREAS). Compression not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_COMPRESSION_NOT_ALLOWED 18

/**
 * Why a file is refused before it is sent (SFNAREAS). Signed file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_SIGNED_FILE_NOT_ALLOWED 19

/**
 * Why a file is refused before it is sent (SFNAREAS). Unsigned file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_SFNA_UNSIGNED_FILE_NOT_ALLOWED 20

/**
 * Why a file is refused before it is sent (SFNAREAS). Unspecified reason.
 */
#define OFTPSRV_SFNA_UNSPECIFIED 99

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid filename.
 */
#define OFTPSRV_EFNA_INVALID_FILENAME 1

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid destination.
 */
#define OFTPSRV_EFNA_INVALID_DESTINATION 2

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid origin.
 */
#define OFTPSRV_EFNA_INVALID_ORIGIN 3

/**
 * Why a file is refused after it was sent (EFNAREAS). Storage record format not supported.
 */
#define OFTPSRV_EFNA_RECORD_FORMAT_NOT_SUPPORTED 4

/**
 * Why a file is refused after it was sent (EFNAREAS). Maximum record length not supported.
 */
#define OFTPSRV_EFNA_RECORD_LENGTH_NOT_SUPPORTED 5

/**
 * Why a file is refused after it was sent (EFNAREAS). File size is too big.
 */
#define OFTPSRV_EFNA_FILE_SIZE_TOO_BIG 6

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid record count.
 */
#define OFTPSRV_EFNA_INVALID_RECORD_COUNT 10

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid byte count.
 */
#define OFTPSRV_EFNA_INVALID_BYTE_COUNT 11

/**
 * Why a file is refused after it was sent (EFNAREAS). Access method failure.
 */
#define OFTPSRV_EFNA_ACCESS_METHOD_FAILURE 12

/**
 * Why a file is refused after it was sent (EFNAREAS). Duplicate file.
 */
#define OFTPSRV_EFNA_DUPLICATE_FILE 13

/**
 * Why a file is refused after it was sent (EFNAREAS). File direction refused. Since OFTP 1.4.
 */
#define OFTPSRV_EFNA_FILE_DIRECTION_REFUSED 14

/**
 * Why a file is refused after it was sent (EFNAREAS). Cipher suite not supported. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_CIPHER_SUITE_NOT_SUPPORTED 15

/**
 * Why a file is refused after it was sent (EFNAREAS). Encrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_ENCRYPTED_FILE_NOT_ALLOWED 16

/**
 * Why a file is refused after it was sent (EFNAREAS). Unencrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_UNENCRYPTED_FILE_NOT_ALLOWED 17

/**
 * Why a file is refused after it was sent (EFNAREAS). Compression not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_COMPRESSION_NOT_ALLOWED 18

/**
 * Why a file is refused after it was sent (EFNAREAS). Signed file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_SIGNED_FILE_NOT_ALLOWED 19

/**
 * Why a file is refused after it was sent (EFNAREAS). Unsigned file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_UNSIGNED_FILE_NOT_ALLOWED 20

/**
 * Why a file is refused after it was sent (EFNAREAS). Invalid file signature. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_INVALID_FILE_SIGNATURE 21

/**
 * Why a file is refused after it was sent (EFNAREAS). File decryption failure. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_DECRYPTION_FAILURE 22

/**
 * Why a file is refused after it was sent (EFNAREAS). File decompression failure. Since OFTP 2.0.
 */
#define OFTPSRV_EFNA_DECOMPRESSION_FAILURE 23

/**
 * Why a file is refused after it was sent (EFNAREAS). Unspecified reason.
 */
#define OFTPSRV_EFNA_UNSPECIFIED 99

/**
 * Why a file was not delivered (NERPREAS). User code not known. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_UNKNOWN_USER_CODE 3

/**
 * Why a file was not delivered (NERPREAS). Invalid password. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_PASSWORD 4

/**
 * Why a file was not delivered (NERPREAS). Unspecified reason (ESID 99 received). Since OFTP 1.4.
 */
#define OFTPSRV_NERP_SESSION_ABORTED 9

/**
 * Why a file was not delivered (NERPREAS). Invalid filename. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_FILENAME 11

/**
 * Why a file was not delivered (NERPREAS). Invalid destination. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_DESTINATION 12

/**
 * Why a file was not delivered (NERPREAS). Invalid origin. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_ORIGIN 13

/**
 * Why a file was not delivered (NERPREAS). Invalid storage record format. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_RECORD_FORMAT_NOT_SUPPORTED 14

/**
 * Why a file was not delivered (NERPREAS). Maximum record length not supported. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_RECORD_LENGTH_NOT_SUPPORTED 15

/**
 * Why a file was not delivered (NERPREAS). File size too big. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_FILE_SIZE_TOO_BIG 16

/**
 * Why a file was not delivered (NERPREAS). Invalid record count. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_RECORD_COUNT 20

/**
 * Why a file was not delivered (NERPREAS). Invalid byte count. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_INVALID_BYTE_COUNT 21

/**
 * Why a file was not delivered (NERPREAS). Access method failure. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_ACCESS_METHOD_FAILURE 22

/**
 * Why a file was not delivered (NERPREAS). Duplicate file. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_DUPLICATE_FILE 23

/**
 * Why a file was not delivered (NERPREAS). File direction refused. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_FILE_DIRECTION_REFUSED 24

/**
 * Why a file was not delivered (NERPREAS). Cipher suite not supported. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_CIPHER_SUITE_NOT_SUPPORTED 25

/**
 * Why a file was not delivered (NERPREAS). Encrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_ENCRYPTED_FILE_NOT_ALLOWED 26

/**
 * Why a file was not delivered (NERPREAS). Unencrypted file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_UNENCRYPTED_FILE_NOT_ALLOWED 27

/**
 * Why a file was not delivered (NERPREAS). Compression not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_COMPRESSION_NOT_ALLOWED 28

/**
 * Why a file was not delivered (NERPREAS). Signed file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_SIGNED_FILE_NOT_ALLOWED 29

/**
 * Why a file was not delivered (NERPREAS). Unsigned file not allowed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_UNSIGNED_FILE_NOT_ALLOWED 30

/**
 * Why a file was not delivered (NERPREAS). File signature not valid. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_INVALID_FILE_SIGNATURE 31

/**
 * Why a file was not delivered (NERPREAS). File decompression failed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_DECOMPRESSION_FAILURE 32

/**
 * Why a file was not delivered (NERPREAS). File decryption failed. Since OFTP 2.0.
 */
#define OFTPSRV_NERP_DECRYPTION_FAILURE 33

/**
 * Why a file was not delivered (NERPREAS). File processing failed. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_PROCESSING_FAILED 34

/**
 * Why a file was not delivered (NERPREAS). Not delivered to recipient. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_NOT_DELIVERED 35

/**
 * Why a file was not delivered (NERPREAS). Not acknowledged by recipient. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_NOT_ACKNOWLEDGED 36

/**
 * Why a file was not delivered (NERPREAS). Transmission stopped by the operator. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_STOPPED_BY_OPERATOR 50

/**
 * Why a file was not delivered (NERPREAS). File size incompatible with recipient's protocol version. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_SIZE_INCOMPATIBLE_WITH_VERSION 90

/**
 * Why a file was not delivered (NERPREAS). Unspecified reason. Since OFTP 1.4.
 */
#define OFTPSRV_NERP_UNSPECIFIED 99

/**
 * A server. Opaque and thread-safe: any thread may call any function with it at any time.
 *
 * Made by oftpsrv_new(), ended by oftpsrv_free(). A handle that was freed is recognised: it gives OFTPSRV_ERROR_STALE_HANDLE.
 */
struct oftpsrv;

/**
 * A certificate, with or without its private key. Opaque, thread-safe and counted: every handle that a function gives out is
 * a reference of the caller's own and is given back with oftpsrv_certificate_free().
 */
struct oftpsrv_certificate;

/**
 * A server handle.
 */
typedef struct oftpsrv oftpsrv_t;

/**
 * Takes received octets of a file that goes to a stream instead of to disk. Called on engine threads, one call at a time for
 * one stream, also with OFTPSRV_DISPATCH_QUEUED. Returns 0 when all `length` octets were taken; anything else fails the file.
 */
typedef int32_t (*oftpsrv_stream_write_cb)(const uint8_t *data, size_t length, void *user_data);

/**
 * The engine is done with a stream and does not call it again: the file ended and CloseStreamAfterTransfer is set, or the
 * connection is gone. Called once; not called for a stream that another oftpsrv_connection_set_..._stream() replaced or cleared.
 */
typedef void (*oftpsrv_stream_close_cb)(void *user_data);

/**
 * Gives octets of a file that comes from a stream instead of from disk. Called on engine threads, one call at a time for one
 * stream, also with OFTPSRV_DISPATCH_QUEUED. Writes up to `capacity` octets into `buffer` and returns how many; 0 is the end
 * of the file, a negative number fails the file.
 */
typedef int64_t (*oftpsrv_stream_read_cb)(uint8_t *buffer, size_t capacity, void *user_data);

/**
 * AcceptConnection: an initiator sent its SSID; the program lets it in or turns it away.
 */
struct oftpsrv_accept_connection_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The partner's identification code (SSIDCODE).
     */
    const char *client_ssid_code;
    /**
     * The partner's password (SSIDPSWD).
     */
    const char *client_password;
    /**
     * The version that the partner offers. One of OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14 (2) or
     * OFTPSRV_OFTP_20 (3).
     */
    int32_t client_version;
    /**
     * Answer: the version to use; prefilled with the highest that both speak, and may be lowered. One of
     * OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14 (2) or OFTPSRV_OFTP_20 (3).
     */
    int32_t server_version;
    /**
     * Answer: whether the session goes on.
     */
    bool accept;
    /**
     * Answer: the reason of a refusal; 0 becomes 99. One of OFTPSRV_ESID_...
     */
    int32_t error_code;
    /**
     * Answer: the text of a refusal (2.0 only). Change it with
     * oftpsrv_accept_connection_event_set_error_description().
     */
    const char *error_description;
};

/**
 * The event structure of AcceptConnection.
 */
typedef struct oftpsrv_accept_connection_event oftpsrv_accept_connection_event_t;

/**
 * A callback for AcceptConnection, registered with oftpsrv_on_accept_connection().
 */
typedef void (*oftpsrv_accept_connection_cb)(oftpsrv_t *server,
                                             oftpsrv_accept_connection_event_t *event,
                                             void *user_data);

/**
 * AcceptFile: the partner offers a file.
 */
struct oftpsrv_accept_file_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The name of the file (SFIDDSN).
     */
    const char *virtual_file_name;
    /**
     * The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * The code of the receiver (SFIDDEST).
     */
    const char *destination;
    /**
     * The code of the sender (SFIDORIG).
     */
    const char *originator;
    /**
     * Answer: whether to take the file.
     */
    bool accept;
    /**
     * Answer: the full path that the file will have. Change it with oftpsrv_accept_file_event_set_file_name().
     */
    const char *file_name;
    /**
     * Answer: whether an existing file is replaced.
     */
    bool overwrite;
    /**
     * Answer: the reason of a refusal; 0 becomes 99. One of OFTPSRV_SFNA_...
     */
    int32_t error_code;
    /**
     * Answer: the text of a refusal (2.0 only). Change it with oftpsrv_accept_file_event_set_error_description().
     */
    const char *error_description;
    /**
     * Whether the file is for somebody else: its destination is none of this side's codes (ServerSFIDCode,
     * ServerSSIDCode, OwnSFIDCodes). It is asked again when the callback has returned; a file that is then neither for
     * this side nor to be passed on (ForwardFiles) is refused with SFNA 02.
     */
    bool forwarded;
};

/**
 * The event structure of AcceptFile.
 */
typedef struct oftpsrv_accept_file_event oftpsrv_accept_file_event_t;

/**
 * A callback for AcceptFile, registered with oftpsrv_on_accept_file().
 */
typedef void (*oftpsrv_accept_file_cb)(oftpsrv_t *server, oftpsrv_accept_file_event_t *event, void *user_data);

/**
 * CertificateReceived: a certificate that the partner sent through certificate exchange was stored.
 */
struct oftpsrv_certificate_received_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The full path of the stored certificate.
     */
    const char *certificate_file_name;
    /**
     * The kind of exchange. One of OFTPSRV_EXCHANGE_REQUEST (0), OFTPSRV_EXCHANGE_REPLACE (1) or
     * OFTPSRV_EXCHANGE_DELIVER (2).
     */
    int32_t certificate_exchange_type;
};

/**
 * The event structure of CertificateReceived.
 */
typedef struct oftpsrv_certificate_received_event oftpsrv_certificate_received_event_t;

/**
 * A callback for CertificateReceived, registered with oftpsrv_on_certificate_received().
 */
typedef void (*oftpsrv_certificate_received_cb)(oftpsrv_t *server,
                                                oftpsrv_certificate_received_event_t *event,
                                                void *user_data);

/**
 * Connected: a connection is established, or failed while it was being established.
 */
struct oftpsrv_connected_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * 0, or the number of the error, one of OFTPSRV_ERROR_....
     */
    int32_t status_code;
    /**
     * "OK", or what went wrong.
     */
    const char *description;
};

/**
 * The event structure of Connected.
 */
typedef struct oftpsrv_connected_event oftpsrv_connected_event_t;

/**
 * A callback for Connected, registered with oftpsrv_on_connected().
 */
typedef void (*oftpsrv_connected_cb)(oftpsrv_t *server, oftpsrv_connected_event_t *event, void *user_data);

/**
 * ConnectionRequest: a partner connects at TCP level.
 */
struct oftpsrv_connection_request_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The partner's address.
     */
    const char *address;
    /**
     * The partner's port.
     */
    int32_t port;
    /**
     * Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.
     */
    bool accept;
};

/**
 * The event structure of ConnectionRequest.
 */
typedef struct oftpsrv_connection_request_event oftpsrv_connection_request_event_t;

/**
 * A callback for ConnectionRequest, registered with oftpsrv_on_connection_request().
 */
typedef void (*oftpsrv_connection_request_cb)(oftpsrv_t *server,
                                              oftpsrv_connection_request_event_t *event,
                                              void *user_data);

/**
 * Disconnected: a connection ended.
 */
struct oftpsrv_disconnected_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * 0 after a normal end, else the number of the error, one of OFTPSRV_ERROR_....
     */
    int32_t status_code;
    /**
     * "OK", or why it ended.
     */
    const char *description;
};

/**
 * The event structure of Disconnected.
 */
typedef struct oftpsrv_disconnected_event oftpsrv_disconnected_event_t;

/**
 * A callback for Disconnected, registered with oftpsrv_on_disconnected().
 */
typedef void (*oftpsrv_disconnected_cb)(oftpsrv_t *server,
                                        oftpsrv_disconnected_event_t *event,
                                        void *user_data);

/**
 * EndResponse: an end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.
 */
struct oftpsrv_end_response_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The name of the file that it is about.
     */
    const char *virtual_file_name;
    /**
     * The time stamp of that file in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * Who gets the response (EERPDEST or NERPDEST).
     */
    const char *destination;
    /**
     * Who sends it (EERPORIG or NERPORIG).
     */
    const char *originator;
    /**
     * Who refused the file (NERPCREA); empty for an EERP.
     */
    const char *creator;
    /**
     * 0 for an EERP, else the reason. One of OFTPSRV_NERP_...
     */
    int32_t reason_code;
    /**
     * The text of the reason (NERPREAST), or the RFC's.
     */
    const char *reason_text;
    /**
     * Answer: the hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to
     * compare. Change it with oftpsrv_end_response_event_set_file_hash().
     */
    const char *file_hash;
    /**
     * The signature in Base64, when there is one.
     */
    const char *signature;
    /**
     * Whether it was received or sent. One of OFTPSRV_END_RESPONSE_RECEIVED (0) or OFTPSRV_END_RESPONSE_SENT (1).
     */
    int32_t direction;
};

/**
 * The event structure of EndResponse.
 */
typedef struct oftpsrv_end_response_event oftpsrv_end_response_event_t;

/**
 * A callback for EndResponse, registered with oftpsrv_on_end_response().
 */
typedef void (*oftpsrv_end_response_cb)(oftpsrv_t *server,
                                        oftpsrv_end_response_event_t *event,
                                        void *user_data);

/**
 * EndTransfer: a file ended, well or not.
 */
struct oftpsrv_end_transfer_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
     */
    int32_t direction;
    /**
     * The full path of the local file.
     */
    const char *local_file;
    /**
     * The name of the file (SFIDDSN).
     */
    const char *virtual_file_name;
    /**
     * The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * The code of the receiver (SFIDDEST).
     */
    const char *destination;
    /**
     * The code of the sender (SFIDORIG).
     */
    const char *originator;
    /**
     * 0 when the file is complete. Else the reason: one of OFTPSRV_SFNA_... when it was refused before it was sent,
     * one of OFTPSRV_EFNA_... after; 99 when the connection ended first.
     */
    int32_t reason_code;
    /**
     * The text of the reason.
     */
    const char *reason_text;
    /**
     * The size of the local file in octets.
     */
    int64_t file_size;
    /**
     * The hash over what travelled, in hexadecimal, when a signed end response was asked for.
     */
    const char *file_hash;
    /**
     * Answer: whether the engine sends the end response by itself.
     */
    bool send_end_response;
    /**
     * The partner's SSID code; filled also where there is no connection any more.
     */
    const char *partner;
    /**
     * Whether the program may have heard of this end before: it is told again after a crash.
     */
    bool redelivered;
    /**
     * Whether the file is for, or from, somebody else and only passed on.
     */
    bool forwarded;
};

/**
 * The event structure of EndTransfer.
 */
typedef struct oftpsrv_end_transfer_event oftpsrv_end_transfer_event_t;

/**
 * A callback for EndTransfer, registered with oftpsrv_on_end_transfer().
 */
typedef void (*oftpsrv_end_transfer_cb)(oftpsrv_t *server,
                                        oftpsrv_end_transfer_event_t *event,
                                        void *user_data);

/**
 * Error: something went wrong that no caller is waiting for.
 */
struct oftpsrv_error_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection; empty when it concerns the whole server.
     */
    const char *connection_id;
    /**
     * The number of the error, one of OFTPSRV_ERROR_....
     */
    int32_t error_code;
    /**
     * What happened.
     */
    const char *description;
};

/**
 * The event structure of Error.
 */
typedef struct oftpsrv_error_event oftpsrv_error_event_t;

/**
 * A callback for Error, registered with oftpsrv_on_error().
 */
typedef void (*oftpsrv_error_cb)(oftpsrv_t *server, oftpsrv_error_event_t *event, void *user_data);

/**
 * Log: there is a log entry; see LogLevel.
 */
struct oftpsrv_log_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection; empty when it concerns the whole server.
     */
    const char *connection_id;
    /**
     * The level of the entry: OFTPSRV_LOG_INFO (1), OFTPSRV_LOG_VERBOSE (2) or OFTPSRV_LOG_DEBUG (3).
     */
    int32_t log_level;
    /**
     * The entry: one line. Line ends and other control characters that a partner sent are written out.
     */
    const char *message;
    /**
     * "Info" or "OFTP".
     */
    const char *log_type;
};

/**
 * The event structure of Log.
 */
typedef struct oftpsrv_log_event oftpsrv_log_event_t;

/**
 * A callback for Log, registered with oftpsrv_on_log().
 */
typedef void (*oftpsrv_log_cb)(oftpsrv_t *server, oftpsrv_log_event_t *event, void *user_data);

/**
 * PITrail: a command was sent or received.
 */
struct oftpsrv_pi_trail_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * Who sent it. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
     */
    int32_t direction;
    /**
     * The command as it travels, without the stream transmission header.
     */
    const uint8_t *data;
    /**
     * How many octets data has.
     */
    size_t data_len;
    /**
     * The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74) SECD,
     * 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67) CDT, 'T' (84)
     * EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP, 'P' (80) RTR.
     */
    int32_t command_id;
    /**
     * The name of the command.
     */
    const char *command_description;
};

/**
 * The event structure of PITrail.
 */
typedef struct oftpsrv_pi_trail_event oftpsrv_pi_trail_event_t;

/**
 * A callback for PITrail, registered with oftpsrv_on_pi_trail().
 */
typedef void (*oftpsrv_pi_trail_cb)(oftpsrv_t *server, oftpsrv_pi_trail_event_t *event, void *user_data);

/**
 * ReadyToSend: the partner gave this side the turn.
 */
struct oftpsrv_ready_to_send_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
};

/**
 * The event structure of ReadyToSend.
 */
typedef struct oftpsrv_ready_to_send_event oftpsrv_ready_to_send_event_t;

/**
 * A callback for ReadyToSend, registered with oftpsrv_on_ready_to_send().
 */
typedef void (*oftpsrv_ready_to_send_cb)(oftpsrv_t *server,
                                         oftpsrv_ready_to_send_event_t *event,
                                         void *user_data);

/**
 * SSLClientAuthentication: a TLS client presented its certificate, or none.
 */
struct oftpsrv_ssl_client_authentication_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The certificate in DER; empty when there is none.
     */
    const uint8_t *cert_encoded;
    /**
     * How many octets cert_encoded has.
     */
    size_t cert_encoded_len;
    /**
     * Its subject.
     */
    const char *cert_subject;
    /**
     * Its issuer.
     */
    const char *cert_issuer;
    /**
     * "OK", or why its verification failed.
     */
    const char *status;
    /**
     * Answer: whether to go on; prefilled with the result of the verification.
     */
    bool accept;
};

/**
 * The event structure of SSLClientAuthentication.
 */
typedef struct oftpsrv_ssl_client_authentication_event oftpsrv_ssl_client_authentication_event_t;

/**
 * A callback for SSLClientAuthentication, registered with oftpsrv_on_ssl_client_authentication().
 */
typedef void (*oftpsrv_ssl_client_authentication_cb)(oftpsrv_t *server,
                                                     oftpsrv_ssl_client_authentication_event_t *event,
                                                     void *user_data);

/**
 * SSLConnectionRequest: a TLS client hello arrived.
 */
struct oftpsrv_ssl_connection_request_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * The suites that the client offers, separated by commas.
     */
    const char *supported_cipher_suites;
    /**
     * The signature algorithms that the client offers, separated by commas.
     */
    const char *supported_signature_algs;
    /**
     * Answer: the store type of another certificate; at first the automatic one. One of OFTPSRV_STORE_...
     */
    int32_t cert_store_type;
    /**
     * Answer: the store of that certificate; empty keeps SSLCert. Change it with
     * oftpsrv_ssl_connection_request_event_set_cert_store().
     */
    const char *cert_store;
    /**
     * Answer: the password of that store. Change it with oftpsrv_ssl_connection_request_event_set_cert_password().
     */
    const char *cert_password;
    /**
     * Answer: the subject of that certificate; empty or "*" takes the first. Change it with
     * oftpsrv_ssl_connection_request_event_set_cert_subject().
     */
    const char *cert_subject;
};

/**
 * The event structure of SSLConnectionRequest.
 */
typedef struct oftpsrv_ssl_connection_request_event oftpsrv_ssl_connection_request_event_t;

/**
 * A callback for SSLConnectionRequest, registered with oftpsrv_on_ssl_connection_request().
 */
typedef void (*oftpsrv_ssl_connection_request_cb)(oftpsrv_t *server,
                                                  oftpsrv_ssl_connection_request_event_t *event,
                                                  void *user_data);

/**
 * SSLStatus: there is progress in a TLS handshake.
 */
struct oftpsrv_ssl_status_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * What happened.
     */
    const char *message;
};

/**
 * The event structure of SSLStatus.
 */
typedef struct oftpsrv_ssl_status_event oftpsrv_ssl_status_event_t;

/**
 * A callback for SSLStatus, registered with oftpsrv_on_ssl_status().
 */
typedef void (*oftpsrv_ssl_status_cb)(oftpsrv_t *server, oftpsrv_ssl_status_event_t *event, void *user_data);

/**
 * StartTransfer: a file starts.
 */
struct oftpsrv_start_transfer_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
     */
    int32_t direction;
    /**
     * Answer: the full path of the local file. Change it with oftpsrv_start_transfer_event_set_local_file().
     */
    const char *local_file;
    /**
     * The name of the file (SFIDDSN).
     */
    const char *virtual_file_name;
    /**
     * The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * The code of the receiver (SFIDDEST).
     */
    const char *destination;
    /**
     * The code of the sender (SFIDORIG).
     */
    const char *originator;
};

/**
 * The event structure of StartTransfer.
 */
typedef struct oftpsrv_start_transfer_event oftpsrv_start_transfer_event_t;

/**
 * A callback for StartTransfer, registered with oftpsrv_on_start_transfer().
 */
typedef void (*oftpsrv_start_transfer_cb)(oftpsrv_t *server,
                                          oftpsrv_start_transfer_event_t *event,
                                          void *user_data);

/**
 * Transfer: data of a file was sent or received.
 */
struct oftpsrv_transfer_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection.
     */
    const char *connection_id;
    /**
     * Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
     */
    int32_t direction;
    /**
     * The full path of the local file.
     */
    const char *local_file;
    /**
     * The name of the file (SFIDDSN).
     */
    const char *virtual_file_name;
    /**
     * The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * The code of the receiver (SFIDDEST).
     */
    const char *destination;
    /**
     * The code of the sender (SFIDORIG).
     */
    const char *originator;
    /**
     * How many octets so far, in this direction.
     */
    int64_t bytes_transferred;
    /**
     * The octets just received; empty when sending.
     */
    const uint8_t *text;
    /**
     * How many octets text has.
     */
    size_t text_len;
};

/**
 * The event structure of Transfer.
 */
typedef struct oftpsrv_transfer_event oftpsrv_transfer_event_t;

/**
 * A callback for Transfer, registered with oftpsrv_on_transfer().
 */
typedef void (*oftpsrv_transfer_cb)(oftpsrv_t *server, oftpsrv_transfer_event_t *event, void *user_data);

/**
 * A certificate handle.
 */
typedef struct oftpsrv_certificate oftpsrv_certificate_t;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes a server with the defaults of docs/settings.md. NULL when that fails; oftpsrv_last_error_message() says why.
 */
OFTPSRV_API
oftpsrv_t *oftpsrv_new(void);

/**
 * Ends a server: oftpsrv_shutdown(), then waits until none of its callbacks is running any more. NULL is fine. From inside a
 * callback of the same server it does not wait for that callback, which is the last one. The handle is dead afterwards.
 */
OFTPSRV_API
void oftpsrv_free(oftpsrv_t *server);

/**
 * The version of the library, valid as long as the library is loaded.
 */
OFTPSRV_API const char *oftpsrv_version(void);

/**
 * How many server and certificate handles are alive in this process: 0 when everything was freed.
 */
OFTPSRV_API size_t oftpsrv_live_handles(void);

/**
 * StartListening. 104 when it listens already, 672 or 673 when ServerSSIDCode or ServerSFIDCode is not set, 689 when TLS has
 * no certificate, 10048 when the port is taken.
 */
OFTPSRV_API
int32_t oftpsrv_start(oftpsrv_t *server);

/**
 * StopListening: no new connections; those that are open go on.
 */
OFTPSRV_API int32_t oftpsrv_stop(oftpsrv_t *server);

/**
 * Shutdown: StopListening and Disconnect of every connection. Returns when they are through; from inside a callback without
 * waiting for the connection of that callback.
 */
OFTPSRV_API
int32_t oftpsrv_shutdown(oftpsrv_t *server);

/**
 * Listening. false also when `server` is no live handle.
 */
OFTPSRV_API bool oftpsrv_is_listening(const oftpsrv_t *server);

/**
 * Reset: shuts down and sets every property and config setting to its default. Callbacks stay registered.
 */
OFTPSRV_API int32_t oftpsrv_reset(oftpsrv_t *server);

/**
 * Chooses where callbacks run, before oftpsrv_start(): OFTPSRV_DISPATCH_DIRECT (0) or OFTPSRV_DISPATCH_QUEUED (1).
 */
OFTPSRV_API
int32_t oftpsrv_set_event_dispatch(oftpsrv_t *server,
                                   int32_t mode);

/**
 * DoEvents: runs the callbacks of the events that wait, on this thread. When there is none it waits for the first one, up to
 * `timeout_ms` milliseconds: 0 does not wait, a negative number waits for ever. With OFTPSRV_DISPATCH_DIRECT it only waits.
 */
OFTPSRV_API
int32_t oftpsrv_do_events(oftpsrv_t *server,
                          int32_t timeout_ms);

/**
 * A descriptor for poll() that is readable while events wait for oftpsrv_do_events(). It belongs to the server: do not read,
 * write or close it. -1 on error: 10 in direct mode (OFTPSRV_DISPATCH_DIRECT), 9 where the system is not a Unix.
 */
OFTPSRV_API
int32_t oftpsrv_event_fd(const oftpsrv_t *server);

/**
 * The code of the last call on this thread that failed; 0 when none did. A call that succeeds leaves it alone.
 */
OFTPSRV_API
int32_t oftpsrv_last_error_code(void);

/**
 * What went wrong in the last call on this thread that failed, for people; empty when none did. Good until the next call on
 * this thread fails.
 */
OFTPSRV_API
const char *oftpsrv_last_error_message(void);

/**
 * Frees a text that a function stored into a `char **`, after wiping it. NULL is fine.
 */
OFTPSRV_API void oftpsrv_string_free(char *text);

/**
 * Frees octets that a function stored into a `uint8_t **`, after wiping them; `bytes_len` as it was given. NULL is fine.
 */
OFTPSRV_API
void oftpsrv_bytes_free(uint8_t *bytes,
                        size_t bytes_len);

/**
 * The standard text of an error code, valid as long as the library is loaded; "Unknown error." for numbers that are none. From
 * 10000 on the number stands in brackets before it: "[10048] Address already in use.".
 * oftpsrv_last_error_message() says more about what really happened.
 */
OFTPSRV_API
const char *oftpsrv_error_text(int32_t code);

/**
 * Reads ConnectionBacklog. How many connections the operating system keeps waiting until they are accepted. Range: 1
 * to 65535. Default 5. A change counts from the next start on.
 */
OFTPSRV_API
int32_t oftpsrv_get_connection_backlog(const oftpsrv_t *server,
                                       int32_t *out);

/**
 * Sets ConnectionBacklog; see oftpsrv_get_connection_backlog().
 */
OFTPSRV_API int32_t oftpsrv_set_connection_backlog(oftpsrv_t *server, int32_t value);

/**
 * Reads DefaultTimeout. Seconds without any progress after which an operation of a connection fails; 0 waits for ever.
 * Timeout overrides it for one connection. Range: 0 to 2147483. Default 60. A change counts for connections that come
 * after it.
 */
OFTPSRV_API
int32_t oftpsrv_get_default_timeout(const oftpsrv_t *server,
                                    int32_t *out);

/**
 * Sets DefaultTimeout; see oftpsrv_get_default_timeout().
 */
OFTPSRV_API int32_t oftpsrv_set_default_timeout(oftpsrv_t *server, int32_t value);

/**
 * Reads LocalHost. The address (or host name) of the interface to listen on; empty listens on all. At most 255 octets.
 * A change while the server listens is error 107. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_get_local_host(const oftpsrv_t *server,
                               char **out);

/**
 * Sets LocalHost; see oftpsrv_get_local_host().
 */
OFTPSRV_API int32_t oftpsrv_set_local_host(oftpsrv_t *server, const char *value);

/**
 * Reads LocalPort. The TCP port to listen on; 0 lets the system choose one, which is read here once the server
 * listens. 3305 is the port of plain OFTP; with UseSSL set 6619, where partners expect TLS. TLS on 3305 works and
 * leaves a warning in the log. Range: 0 to 65535. Default 3305. A change while the server listens is error 106.
 */
OFTPSRV_API
int32_t oftpsrv_get_local_port(const oftpsrv_t *server,
                               int32_t *out);

/**
 * Sets LocalPort; see oftpsrv_get_local_port().
 */
OFTPSRV_API int32_t oftpsrv_set_local_port(oftpsrv_t *server, int32_t value);

/**
 * Reads ServerPassword. The server's password of the bilateral agreement (SSIDPSWD). At most 8 characters. The caller
 * frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_get_server_password(const oftpsrv_t *server,
                                    char **out);

/**
 * Sets ServerPassword; see oftpsrv_get_server_password().
 */
OFTPSRV_API int32_t oftpsrv_set_server_password(oftpsrv_t *server, const char *value);

/**
 * Reads ServerSFIDCode. The server's own code as origin and destination of files (SFIDORIG, SFIDDEST). At most 25
 * characters. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_get_server_sfid_code(const oftpsrv_t *server,
                                     char **out);

/**
 * Sets ServerSFIDCode; see oftpsrv_get_server_sfid_code().
 */
OFTPSRV_API int32_t oftpsrv_set_server_sfid_code(oftpsrv_t *server, const char *value);

/**
 * Reads ServerSSIDCode. The server's own code as partner of a session (SSIDCODE). At most 25 characters. The caller
 * frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_get_server_ssid_code(const oftpsrv_t *server,
                                     char **out);

/**
 * Sets ServerSSIDCode; see oftpsrv_get_server_ssid_code().
 */
OFTPSRV_API int32_t oftpsrv_set_server_ssid_code(oftpsrv_t *server, const char *value);

/**
 * Reads SSLAuthenticateClients. Whether clients must show a certificate in the TLS handshake; SSLClientAuthentication
 * then decides about it. Default False. A change counts for connections that come after it.
 */
OFTPSRV_API
int32_t oftpsrv_get_ssl_authenticate_clients(const oftpsrv_t *server,
                                             bool *out);

/**
 * Sets SSLAuthenticateClients; see oftpsrv_get_ssl_authenticate_clients().
 */
OFTPSRV_API int32_t oftpsrv_set_ssl_authenticate_clients(oftpsrv_t *server, bool value);

/**
 * Reads UseSSL. Whether clients must connect with TLS. Such a server speaks OFTP 2.0 only. Partners expect TLS on port
 * 6619: set LocalPort, which is 3305 until it is set. Default False. A change counts for connections that come after
 * it.
 */
OFTPSRV_API
int32_t oftpsrv_get_use_ssl(const oftpsrv_t *server,
                            bool *out);

/**
 * Sets UseSSL; see oftpsrv_get_use_ssl().
 */
OFTPSRV_API int32_t oftpsrv_set_use_ssl(oftpsrv_t *server, bool value);

/**
 * Sets a config setting, a property or, as "Name[connection-id]", what it is for one connection. The case of names does not
 * matter; flags are "True" or "False". 5 when there is no such name, 6 when the value does not fit.
 */
OFTPSRV_API
int32_t oftpsrv_set_config(oftpsrv_t *server,
                           const char *name,
                           const char *value);

/**
 * Reads what oftpsrv_set_config() sets. The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_get_config(const oftpsrv_t *server, const char *name, char **out);

/**
 * Config: "Name=value" sets, "Name" reads. What was read, or set, is stored to `out`, which may be
 * NULL here; the caller frees it.
 */
OFTPSRV_API int32_t oftpsrv_config(oftpsrv_t *server, const char *configuration_string, char **out);

/**
 * From inside a callback: the program gives the answers of this event later. Returns a number for the event; the callback returns
 * without having answered, and its connection goes on waiting, without a thread. The event's structure ends with the callback.
 * When the answers are there, oftpsrv_answer_now() takes them. -1 after an error: 10 when no callback of this server is running
 * on this thread.
 */
OFTPSRV_API
int64_t oftpsrv_answer_later(oftpsrv_t *server);

/**
 * Takes the answers of an event that was put off with oftpsrv_answer_later(): calls the event's callback a second time, on this
 * thread, and what the callback answers now counts. From inside the first call it takes oftpsrv_answer_later() back: the answers
 * are there when the callback returns. 8 when no event waits under this number (any more).
 */
OFTPSRV_API
int32_t oftpsrv_answer_now(oftpsrv_t *server,
                           int64_t event);

/**
 * What this thread calls from now on counts as called from inside the callback of an event that was put off, so that the engine
 * knows whom it must not wait for: Shutdown returns at once, SendFile inside ReadyToSend works, and a circle of waits is 135.
 * oftpsrv_leave_event() ends it. 8 when no event waits under this number (any more).
 */
OFTPSRV_API
int32_t oftpsrv_enter_event(oftpsrv_t *server,
                            int64_t event);

/**
 * Ends what oftpsrv_enter_event() began on this thread last. It needs no server, which may have been freed meanwhile.
 */
OFTPSRV_API
int32_t oftpsrv_leave_event(void);

/**
 * Lists the ids of the connections there are. The caller frees the list with oftpsrv_connections_free().
 */
OFTPSRV_API int32_t oftpsrv_connections(const oftpsrv_t *server, char ***ids, size_t *count);

/**
 * Frees a list of oftpsrv_connections(). NULL is fine.
 */
OFTPSRV_API void oftpsrv_connections_free(char **ids, size_t count);

/**
 * ChangeDirection: gives the turn to the partner (CD). Not needed in normal operation. Called in a callback of the
 * connection it is only asked for and returns at once.
 *
 * @param connection_id The connection.
 * @return OFTPSRV_OK, or the number of an error, among them 10 NOT_READY, 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API
int32_t oftpsrv_change_direction(oftpsrv_t *server,
                                 const char *connection_id);

/**
 * Disconnect: closes the connection, whatever is going on. It returns at once; Disconnected tells when the connection
 * has ended.
 *
 * @param connection_id The connection.
 * @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API
int32_t oftpsrv_disconnect(oftpsrv_t *server,
                           const char *connection_id);

/**
 * Logoff: asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a
 * turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the
 * request is kept for the next turn of this side. Called in a callback of the connection it is only asked for and
 * returns at once.
 *
 * @param connection_id The connection.
 * @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API
int32_t oftpsrv_logoff(oftpsrv_t *server,
                       const char *connection_id);

/**
 * Interrupt: stops the file that is being sent, without ending the session. It returns at once.
 *
 * @param connection_id The connection.
 * @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API int32_t oftpsrv_interrupt(oftpsrv_t *server, const char *connection_id);

/**
 * SendFile: sends a file and returns when the partner has accepted it; fails when it was refused. From inside a
 * callback of the same connection use oftpsrv_send_file_async().
 *
 * @param connection_id The connection.
 * @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
 * @param file_name The full path of the file; empty when the connection's upload stream is set.
 * @param virtual_file_name The name that the receiver sees; empty makes one of the file's.
 * @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 12 INTERRUPTED, 126 INVALID_CONNECTION_ID,
 * 135 WOULD_BLOCK, 679 READ_FILE, 685 NO_ENCRYPTION_CERT, 686 NO_SIGNING_CERT, 687 SEND_FAILED, 688 VERSION_20_ONLY,
 * 690 INVALID_CERT.
 */
OFTPSRV_API
int32_t oftpsrv_send_file(oftpsrv_t *server,
                          const char *connection_id,
                          const char *client_sfid_code,
                          const char *file_name,
                          const char *virtual_file_name);

/**
 * SendFileAsync: like oftpsrv_send_file(), but returns at once. Files are queued for the connection and sent when this
 * side has the turn; how it went is told by EndTransfer and Error. May be called from every callback.
 *
 * @param connection_id The connection.
 * @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
 * @param file_name The full path of the file; empty when the connection's upload stream is set.
 * @param virtual_file_name The name that the receiver sees; empty makes one of the file's.
 * @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API
int32_t oftpsrv_send_file_async(oftpsrv_t *server,
                                const char *connection_id,
                                const char *client_sfid_code,
                                const char *file_name,
                                const char *virtual_file_name);

/**
 * SendEndResponse: answers a file for which send_end_response was cleared, or passes a response on. Texts that do not
 * apply are empty. It returns when the response is noted; the response is sent in a turn of this side, in this session
 * or a later one.
 *
 * @param connection_id The connection.
 * @param virtual_file_name The name of the file.
 * @param virtual_file_date The time stamp of the file, as EndTransfer told it.
 * @param destination The destination of the file.
 * @param originator The originator of the file.
 * @param creator The code of who refuses the file; empty for a positive response.
 * @param reason_code 0 sends a positive response (EERP), a reason a negative one (NERP). One of OFTPSRV_NERP_...
 * @param reason_text The text of the reason.
 * @param file_hash The hash that EndTransfer told.
 * @param signature The signature, when a response is passed on; else empty.
 * @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 10 NOT_READY, 11 STATE_STORE, 126
 * INVALID_CONNECTION_ID, 678 BUILD_PACKET, 680 INVALID_DATE, 682 INVALID_HASH, 688 VERSION_20_ONLY.
 */
OFTPSRV_API
int32_t oftpsrv_send_end_response(oftpsrv_t *server,
                                  const char *connection_id,
                                  const char *virtual_file_name,
                                  const char *virtual_file_date,
                                  const char *destination,
                                  const char *originator,
                                  const char *creator,
                                  int32_t reason_code,
                                  const char *reason_text,
                                  const char *file_hash,
                                  const char *signature);

/**
 * ExchangeCertificate: sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a callback of
 * the connection it is only asked for and returns at once.
 *
 * @param connection_id The connection.
 * @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
 * @param certificate_store Where the certificate is, mostly the path of a file.
 * @param certificate_exchange_type The kind of exchange. One of OFTPSRV_EXCHANGE_REQUEST (0), OFTPSRV_EXCHANGE_REPLACE
 * (1) or OFTPSRV_EXCHANGE_DELIVER (2).
 * @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID, 679 READ_FILE,
 * 687 SEND_FAILED, 688 VERSION_20_ONLY, 690 INVALID_CERT.
 */
OFTPSRV_API
int32_t oftpsrv_exchange_certificate(oftpsrv_t *server,
                                     const char *connection_id,
                                     const char *client_sfid_code,
                                     const char *certificate_store,
                                     int32_t certificate_exchange_type);

/**
 * ImportTrustedCerts: reads the certificates that TrustedCertsData names into TrustedCerts.
 *
 * @return OFTPSRV_OK, or the number of an error, among them 691 TRUSTED_IMPORT.
 */
OFTPSRV_API int32_t oftpsrv_import_trusted_certs(oftpsrv_t *server);

/**
 * ValidateCert: whether Certificate is within its validity period, trusted and not revoked. Why it is not is told in
 * Log.
 *
 * @param out Whether it is valid.
 * @return OFTPSRV_OK, or the number of an error, among them 9 NOT_SUPPORTED, 679 READ_FILE, 689 CERT_REQUIRED, 690
 * INVALID_CERT.
 */
OFTPSRV_API
int32_t oftpsrv_validate_cert(oftpsrv_t *server,
                              bool *out);

/**
 * LoadConfig: sets many config settings and properties at once. With an error in any line nothing is set; the message
 * names the line.
 *
 * @param text Lines of "Name=value"; blank lines and lines that begin with "#" do not count. A value in double quotes
 * keeps the blanks at its ends; "Name=<<END", lines, "END" gives a value of several lines.
 * @return OFTPSRV_OK, or the number of an error, among them 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8
 * BAD_ARGUMENT, 679 READ_FILE, 690 INVALID_CERT, 126 INVALID_CONNECTION_ID.
 */
OFTPSRV_API
int32_t oftpsrv_load_config(oftpsrv_t *server,
                            const char *text);

/**
 * ValidateRecipientCert: whether the connection's recipient certificate is within its validity period, trusted and not
 * revoked. Why it is not is told in Log.
 *
 * @param connection_id The connection.
 * @param out Whether it is valid.
 * @return OFTPSRV_OK, or the number of an error, among them 9 NOT_SUPPORTED, 126 INVALID_CONNECTION_ID, 679 READ_FILE,
 * 689 CERT_REQUIRED, 690 INVALID_CERT.
 */
OFTPSRV_API
int32_t oftpsrv_validate_recipient_cert(oftpsrv_t *server,
                                        const char *connection_id,
                                        bool *out);

/**
 * Reads Compress. Whether files to send are compressed (2.0); while a file is received, whether it is compressed.
 * Default False.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_compress(const oftpsrv_t *server,
                                        const char *connection_id,
                                        bool *out);

/**
 * Sets Compress; see oftpsrv_connection_get_compress().
 */
OFTPSRV_API int32_t oftpsrv_connection_set_compress(oftpsrv_t *server, const char *connection_id, bool value);

/**
 * Reads Connected. Whether the connection is up.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_connected(const oftpsrv_t *server,
                                         const char *connection_id,
                                         bool *out);

/**
 * Reads ConnectionId. The identifier of the connection. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_connection_id(const oftpsrv_t *server,
                                             const char *connection_id,
                                             char **out);

/**
 * Reads DownloadDirectory. The directory that received files go to. Set it at the latest in AcceptConnection; without
 * it (and without a download stream) files are refused. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_download_directory(const oftpsrv_t *server,
                                                  const char *connection_id,
                                                  char **out);

/**
 * Sets DownloadDirectory; see oftpsrv_connection_get_download_directory().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_download_directory(oftpsrv_t *server,
                                                  const char *connection_id,
                                                  const char *value);

/**
 * Reads EncryptionAlgorithm. The cipher of files to send (2.0): 0 is 3DES, 1 is AES with 256 bits, as OFTP 2.0
 * prescribes. CipherSuite overrides it. One of OFTPSRV_ENCRYPTION_3DES (0) or OFTPSRV_ENCRYPTION_AES (1). Default 0.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_encryption_algorithm(const oftpsrv_t *server,
                                                    const char *connection_id,
                                                    int32_t *out);

/**
 * Sets EncryptionAlgorithm; see oftpsrv_connection_get_encryption_algorithm().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_encryption_algorithm(oftpsrv_t *server,
                                                    const char *connection_id,
                                                    int32_t value);

/**
 * Reads LocalAddress. The local address of the connection. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_local_address(const oftpsrv_t *server,
                                             const char *connection_id,
                                             char **out);

/**
 * Reads MaxRecordSize. The length of the records of a file to send: exact for OFTPSRV_FORMAT_FIXED, the longest for
 * OFTPSRV_FORMAT_VARIABLE, 0 for the others (SFIDLRECL). Range: 0 to 99999. Default 0.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_max_record_size(const oftpsrv_t *server,
                                               const char *connection_id,
                                               int32_t *out);

/**
 * Sets MaxRecordSize; see oftpsrv_connection_get_max_record_size().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_max_record_size(oftpsrv_t *server,
                                               const char *connection_id,
                                               int32_t value);

/**
 * Reads ReadyToSend. Whether the server has the turn and may send now.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_ready_to_send(const oftpsrv_t *server,
                                             const char *connection_id,
                                             bool *out);

/**
 * Reads RecipientCertStore. Where the partner's certificate is: file name, store name, or the content, as
 * RecipientCertStoreType says. Default MY. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_recipient_cert_store(const oftpsrv_t *server,
                                                    const char *connection_id,
                                                    char **out);

/**
 * Sets RecipientCertStore; see oftpsrv_connection_get_recipient_cert_store().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_recipient_cert_store(oftpsrv_t *server,
                                                    const char *connection_id,
                                                    const char *value);

/**
 * Reads RecipientCertStoreB. The value of RecipientCertStore as octets; both names are the same value. Default MY. The
 * caller frees the octets.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_recipient_cert_store_blob(const oftpsrv_t *server,
                                                         const char *connection_id,
                                                         uint8_t **out,
                                                         size_t *out_len);

/**
 * Sets RecipientCertStoreB; see oftpsrv_connection_get_recipient_cert_store_blob().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_recipient_cert_store_blob(oftpsrv_t *server,
                                                         const char *connection_id,
                                                         const uint8_t *data,
                                                         size_t data_len);

/**
 * Reads RecipientCertStorePassword. The password of RecipientCertStore. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_recipient_cert_store_password(const oftpsrv_t *server,
                                                             const char *connection_id,
                                                             char **out);

/**
 * Sets RecipientCertStorePassword; see oftpsrv_connection_get_recipient_cert_store_password().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_recipient_cert_store_password(oftpsrv_t *server,
                                                             const char *connection_id,
                                                             const char *value);

/**
 * Reads RecipientCertStoreType. The kind of RecipientCertStore; 99 detects the type from the content, so that a path
 * and a subject are enough. 0 and 1 are stores of Windows, which are not read (error 9). One of OFTPSRV_STORE_...
 * Default 99.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_recipient_cert_store_type(const oftpsrv_t *server,
                                                         const char *connection_id,
                                                         int32_t *out);

/**
 * Sets RecipientCertStoreType; see oftpsrv_connection_get_recipient_cert_store_type().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_recipient_cert_store_type(oftpsrv_t *server,
                                                         const char *connection_id,
                                                         int32_t value);

/**
 * Reads RecipientCertSubject. Which certificate of RecipientCertStore is meant; * takes the first. Setting it loads
 * the certificate, for the purpose that RecipientCertificateType names. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_recipient_cert_subject(const oftpsrv_t *server,
                                                      const char *connection_id,
                                                      char **out);

/**
 * Sets RecipientCertSubject; see oftpsrv_connection_get_recipient_cert_subject().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_recipient_cert_subject(oftpsrv_t *server,
                                                      const char *connection_id,
                                                      const char *value);

/**
 * Reads RemoteHost. The client's address. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_remote_host(const oftpsrv_t *server,
                                           const char *connection_id,
                                           char **out);

/**
 * Reads RemotePort. The client's port. Range: 0 to 65535.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_remote_port(const oftpsrv_t *server,
                                           const char *connection_id,
                                           int32_t *out);

/**
 * Reads SFIDCode. The client's code as origin and destination of files. At most 25 characters. The caller frees the
 * text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_sfid_code(const oftpsrv_t *server,
                                         const char *connection_id,
                                         char **out);

/**
 * Sets SFIDCode; see oftpsrv_connection_get_sfid_code().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_sfid_code(oftpsrv_t *server,
                                         const char *connection_id,
                                         const char *value);

/**
 * Reads SignedReceipt. Whether a signed end response is asked for files to send (2.0); while a file is received,
 * whether the client asks for one. Default False.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_signed_receipt(const oftpsrv_t *server,
                                              const char *connection_id,
                                              bool *out);

/**
 * Sets SignedReceipt; see oftpsrv_connection_get_signed_receipt().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_signed_receipt(oftpsrv_t *server,
                                              const char *connection_id,
                                              bool value);

/**
 * Reads SSIDCode. The client's code as partner of the session. At most 25 characters. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_ssid_code(const oftpsrv_t *server,
                                         const char *connection_id,
                                         char **out);

/**
 * Sets SSIDCode; see oftpsrv_connection_get_ssid_code().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_ssid_code(oftpsrv_t *server,
                                         const char *connection_id,
                                         const char *value);

/**
 * Reads Timeout. Seconds without any progress after which an operation fails; 0 waits for ever. Range: 0 to 2147483.
 * Default: that of DefaultTimeout.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_timeout(const oftpsrv_t *server,
                                       const char *connection_id,
                                       int32_t *out);

/**
 * Sets Timeout; see oftpsrv_connection_get_timeout().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_timeout(oftpsrv_t *server,
                                       const char *connection_id,
                                       int32_t value);

/**
 * Reads Version. The version that the session uses. One of OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14
 * (2) or OFTPSRV_OFTP_20 (3).
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_version(const oftpsrv_t *server,
                                       const char *connection_id,
                                       int32_t *out);

/**
 * Reads VirtualFileDate. The time stamp of the next file to send, in VirtualFileDateFormat or one of the formats of
 * docs/dates.md; empty takes the current time. At most 128 octets. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_virtual_file_date(const oftpsrv_t *server,
                                                 const char *connection_id,
                                                 char **out);

/**
 * Sets VirtualFileDate; see oftpsrv_connection_get_virtual_file_date().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_virtual_file_date(oftpsrv_t *server,
                                                 const char *connection_id,
                                                 const char *value);

/**
 * Reads VirtualFileFormat. The record format of files to send; while a file is received, its format. One of
 * OFTPSRV_FORMAT_UNSTRUCTURED (0), OFTPSRV_FORMAT_TEXT (1), OFTPSRV_FORMAT_FIXED (2) or OFTPSRV_FORMAT_VARIABLE (3).
 * Default 0.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_virtual_file_format(const oftpsrv_t *server,
                                                   const char *connection_id,
                                                   int32_t *out);

/**
 * Sets VirtualFileFormat; see oftpsrv_connection_get_virtual_file_format().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_virtual_file_format(oftpsrv_t *server,
                                                   const char *connection_id,
                                                   int32_t value);

/**
 * Reads VirtualFileSecurityLevel. Whether files to send are encrypted and signed (2.0); while a file is received, what
 * it is. One of OFTPSRV_SECURITY_NONE (0), OFTPSRV_SECURITY_ENCRYPTED (1), OFTPSRV_SECURITY_SIGNED (2) or
 * OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED (3). Default 0.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_virtual_file_security_level(const oftpsrv_t *server,
                                                           const char *connection_id,
                                                           int32_t *out);

/**
 * Sets VirtualFileSecurityLevel; see oftpsrv_connection_get_virtual_file_security_level().
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_virtual_file_security_level(oftpsrv_t *server,
                                                           const char *connection_id,
                                                           int32_t value);

/**
 * DownloadStream: gives received files to `write_cb` instead of to disk; a NULL `write_cb` clears. May be set in AcceptFile.
 * `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_download_stream(oftpsrv_t *server,
                                               const char *connection_id,
                                               oftpsrv_stream_write_cb write_cb,
                                               oftpsrv_stream_close_cb close_cb,
                                               void *user_data);

/**
 * Whether a download stream is set.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_download_stream(const oftpsrv_t *server,
                                               const char *connection_id,
                                               bool *out);

/**
 * UploadStream: takes files to be sent from `read_cb` instead of from disk; a NULL `read_cb` clears. oftpsrv_send_file() is then
 * called with an empty file name. `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
 */
OFTPSRV_API
int32_t oftpsrv_connection_set_upload_stream(oftpsrv_t *server,
                                             const char *connection_id,
                                             oftpsrv_stream_read_cb read_cb,
                                             oftpsrv_stream_close_cb close_cb,
                                             void *user_data);

/**
 * Whether an upload stream is set.
 */
OFTPSRV_API
int32_t oftpsrv_connection_get_upload_stream(const oftpsrv_t *server,
                                             const char *connection_id,
                                             bool *out);

/**
 * Registers the callback for AcceptConnection; NULL clears it. It is called when this happens: an initiator sent its
 * SSID; the program lets it in or turns it away. Look at who it is and set accept. This is the place to set the
 * download directory and other fields of the connection. Without a callback every initiator is let in.
 */
OFTPSRV_API
int32_t oftpsrv_on_accept_connection(oftpsrv_t *server,
                                     oftpsrv_accept_connection_cb callback,
                                     void *user_data);

/**
 * Registers the callback for AcceptFile; NULL clears it. It is called when this happens: the partner offers a file.
 * Set accept, file_name and overwrite. Without a callback the file is taken, if there is a download directory or
 * stream.
 */
OFTPSRV_API
int32_t oftpsrv_on_accept_file(oftpsrv_t *server,
                               oftpsrv_accept_file_cb callback,
                               void *user_data);

/**
 * Registers the callback for CertificateReceived; NULL clears it. It is called when this happens: a certificate that
 * the partner sent through certificate exchange was stored.
 */
OFTPSRV_API
int32_t oftpsrv_on_certificate_received(oftpsrv_t *server,
                                        oftpsrv_certificate_received_cb callback,
                                        void *user_data);

/**
 * Registers the callback for Connected; NULL clears it. It is called when this happens: a connection is established,
 * or failed while it was being established.
 */
OFTPSRV_API
int32_t oftpsrv_on_connected(oftpsrv_t *server,
                             oftpsrv_connected_cb callback,
                             void *user_data);

/**
 * Registers the callback for ConnectionRequest; NULL clears it. It is called when this happens: a partner connects at
 * TCP level. Set accept.
 */
OFTPSRV_API
int32_t oftpsrv_on_connection_request(oftpsrv_t *server,
                                      oftpsrv_connection_request_cb callback,
                                      void *user_data);

/**
 * Registers the callback for Disconnected; NULL clears it. It is called when this happens: a connection ended.
 */
OFTPSRV_API
int32_t oftpsrv_on_disconnected(oftpsrv_t *server,
                                oftpsrv_disconnected_cb callback,
                                void *user_data);

/**
 * Registers the callback for EndResponse; NULL clears it. It is called when this happens: an end response (EERP or
 * NERP) arrived, or, with FireEndResponseOnSend, was sent.
 */
OFTPSRV_API
int32_t oftpsrv_on_end_response(oftpsrv_t *server,
                                oftpsrv_end_response_cb callback,
                                void *user_data);

/**
 * Registers the callback for EndTransfer; NULL clears it. It is called when this happens: a file ended, well or not.
 * Clear send_end_response to answer later with oftpsrv_send_end_response().
 */
OFTPSRV_API
int32_t oftpsrv_on_end_transfer(oftpsrv_t *server,
                                oftpsrv_end_transfer_cb callback,
                                void *user_data);

/**
 * Registers the callback for Error; NULL clears it. It is called when this happens: something went wrong that no
 * caller is waiting for.
 */
OFTPSRV_API
int32_t oftpsrv_on_error(oftpsrv_t *server,
                         oftpsrv_error_cb callback,
                         void *user_data);

/**
 * Registers the callback for Log; NULL clears it. It is called when this happens: there is a log entry; see LogLevel.
 */
OFTPSRV_API
int32_t oftpsrv_on_log(oftpsrv_t *server,
                       oftpsrv_log_cb callback,
                       void *user_data);

/**
 * Registers the callback for PITrail; NULL clears it. It is called when this happens: a command was sent or received.
 */
OFTPSRV_API
int32_t oftpsrv_on_pi_trail(oftpsrv_t *server,
                            oftpsrv_pi_trail_cb callback,
                            void *user_data);

/**
 * Registers the callback for ReadyToSend; NULL clears it. It is called when this happens: the partner gave this side
 * the turn. It comes again each time the partner gives the turn back: queue a file once with
 * oftpsrv_send_file_async(), not once a turn, then call oftpsrv_logoff(), which gives the turn back behind the last
 * file, or ends the session when there was none. Without that the turn is kept for TurnHoldTime.
 */
OFTPSRV_API
int32_t oftpsrv_on_ready_to_send(oftpsrv_t *server,
                                 oftpsrv_ready_to_send_cb callback,
                                 void *user_data);

/**
 * Registers the callback for SSLClientAuthentication; NULL clears it. It is called when this happens: a TLS client
 * presented its certificate, or none. Set accept.
 */
OFTPSRV_API
int32_t oftpsrv_on_ssl_client_authentication(oftpsrv_t *server,
                                             oftpsrv_ssl_client_authentication_cb callback,
                                             void *user_data);

/**
 * Registers the callback for SSLConnectionRequest; NULL clears it. It is called when this happens: a TLS client hello
 * arrived. Another certificate may be chosen.
 */
OFTPSRV_API
int32_t oftpsrv_on_ssl_connection_request(oftpsrv_t *server,
                                          oftpsrv_ssl_connection_request_cb callback,
                                          void *user_data);

/**
 * Registers the callback for SSLStatus; NULL clears it. It is called when this happens: there is progress in a TLS
 * handshake.
 */
OFTPSRV_API
int32_t oftpsrv_on_ssl_status(oftpsrv_t *server,
                              oftpsrv_ssl_status_cb callback,
                              void *user_data);

/**
 * Registers the callback for StartTransfer; NULL clears it. It is called when this happens: a file starts. local_file
 * may be changed.
 */
OFTPSRV_API
int32_t oftpsrv_on_start_transfer(oftpsrv_t *server,
                                  oftpsrv_start_transfer_cb callback,
                                  void *user_data);

/**
 * Registers the callback for Transfer; NULL clears it. It is called when this happens: data of a file was sent or
 * received.
 */
OFTPSRV_API
int32_t oftpsrv_on_transfer(oftpsrv_t *server,
                            oftpsrv_transfer_cb callback,
                            void *user_data);

/**
 * Sets error_description of a running AcceptConnection event. `value` is copied; the structure points at the copy from
 * then on.
 */
OFTPSRV_API
int32_t oftpsrv_accept_connection_event_set_error_description(oftpsrv_accept_connection_event_t *event,
                                                              const char *value);

/**
 * Sets file_name of a running AcceptFile event. `value` is copied; the structure points at the copy from then on.
 */
OFTPSRV_API
int32_t oftpsrv_accept_file_event_set_file_name(oftpsrv_accept_file_event_t *event,
                                                const char *value);

/**
 * Sets error_description of a running AcceptFile event. `value` is copied; the structure points at the copy from then
 * on.
 */
OFTPSRV_API
int32_t oftpsrv_accept_file_event_set_error_description(oftpsrv_accept_file_event_t *event,
                                                        const char *value);

/**
 * Sets file_hash of a running EndResponse event. `value` is copied; the structure points at the copy from then on.
 */
OFTPSRV_API
int32_t oftpsrv_end_response_event_set_file_hash(oftpsrv_end_response_event_t *event,
                                                 const char *value);

/**
 * Sets cert_store of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
 * then on.
 */
OFTPSRV_API
int32_t oftpsrv_ssl_connection_request_event_set_cert_store(oftpsrv_ssl_connection_request_event_t *event,
                                                            const char *value);

/**
 * Sets cert_password of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
 * then on.
 */
OFTPSRV_API
int32_t oftpsrv_ssl_connection_request_event_set_cert_password(oftpsrv_ssl_connection_request_event_t *event,
                                                               const char *value);

/**
 * Sets cert_subject of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
 * then on.
 */
OFTPSRV_API
int32_t oftpsrv_ssl_connection_request_event_set_cert_subject(oftpsrv_ssl_connection_request_event_t *event,
                                                              const char *value);

/**
 * Sets local_file of a running StartTransfer event. `value` is copied; the structure points at the copy from then on.
 */
OFTPSRV_API
int32_t oftpsrv_start_transfer_event_set_local_file(oftpsrv_start_transfer_event_t *event,
                                                    const char *value);

/**
 * Makes an empty certificate, to be filled through its fields. NULL when that fails.
 */
OFTPSRV_API oftpsrv_certificate_t *oftpsrv_certificate_new(void);

/**
 * Loads a certificate, with its private key where there is one. `store_type` is one of OFTPSRV_STORE_..., `store` the file's
 * name or the content as text. `password` may be NULL for none. `subject` chooses in a store with several: an exact name, part
 * of one, "Thumbprint=..." or "*" for the first; NULL is "*". 9 for types that are not read
 * (OFTPSRV_STORE_USER, _MACHINE, _BCFKS_FILE, _BCFKS_BLOB), 679 when there is no such file, 690 when it is not such a store, the
 * password is wrong or nothing in it fits.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_load(int32_t store_type,
                                 const char *store,
                                 const char *password,
                                 const char *subject,
                                 oftpsrv_certificate_t **out);

/**
 * Like oftpsrv_certificate_load(), with the store as octets: the content, which for OFTPSRV_STORE_AUTO is never taken for a path.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_load_blob(int32_t store_type,
                                      const uint8_t *data,
                                      size_t data_len,
                                      const char *password,
                                      const char *subject,
                                      oftpsrv_certificate_t **out);

/**
 * Takes one more reference, to be given back with one more oftpsrv_certificate_free().
 */
OFTPSRV_API int32_t oftpsrv_certificate_retain(oftpsrv_certificate_t *certificate);

/**
 * Gives a reference back; with the last one the handle is dead and the private key is wiped, unless a server still uses it.
 * NULL is fine.
 */
OFTPSRV_API
void oftpsrv_certificate_free(oftpsrv_certificate_t *certificate);

/**
 * Reads Certificate, which signs, decrypts and authenticates, for the CertificateType of this moment. A reference of the
 * caller's own, never NULL: what is set on it is set on the server, until oftpsrv_set_certificate() puts another one in its
 * place. It is empty, with an empty Subject, while none is set.
 */
OFTPSRV_API
int32_t oftpsrv_get_certificate(const oftpsrv_t *server,
                                oftpsrv_certificate_t **out);

/**
 * Sets Certificate, which signs, decrypts and authenticates; NULL clears. The server takes the certificate as it is now and
 * keeps what it needs; the caller's reference stays the caller's. A certificate that oftpsrv_get_certificate() gave is the
 * server's own already.
 */
OFTPSRV_API
int32_t oftpsrv_set_certificate(oftpsrv_t *server,
                                const oftpsrv_certificate_t *certificate);

/**
 * Reads SSLCert, the certificate of the TLS listener. A reference of the caller's own, never NULL: what is set on it is set
 * on the server, until oftpsrv_set_ssl_cert() puts another one in its place. It is empty, with an empty Subject, while none is
 * set.
 */
OFTPSRV_API
int32_t oftpsrv_get_ssl_cert(const oftpsrv_t *server,
                             oftpsrv_certificate_t **out);

/**
 * Sets SSLCert, the certificate of the TLS listener; NULL clears. The server takes the certificate as it is now. A certificate
 * that oftpsrv_get_ssl_cert() gave is the server's own already.
 */
OFTPSRV_API
int32_t oftpsrv_set_ssl_cert(oftpsrv_t *server,
                             const oftpsrv_certificate_t *certificate);

/**
 * Reads TrustedCerts, the certificates that are trusted to issue others. The caller frees the list with
 * oftpsrv_certificates_free().
 */
OFTPSRV_API
int32_t oftpsrv_get_trusted_certs(const oftpsrv_t *server,
                                  oftpsrv_certificate_t ***out,
                                  size_t *count);

/**
 * Sets TrustedCerts to `count` certificates; 0 clears. The references stay the caller's.
 */
OFTPSRV_API
int32_t oftpsrv_set_trusted_certs(oftpsrv_t *server,
                                  const oftpsrv_certificate_t *const *certificates,
                                  size_t count);

/**
 * Frees a list of oftpsrv_get_trusted_certs() and gives its references back. NULL is fine.
 */
OFTPSRV_API void oftpsrv_certificates_free(oftpsrv_certificate_t **certificates, size_t count);

/**
 * Reads EffectiveDate: from when it is valid, as "23-Jan-2000 15:00:00" in local time. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_effective_date(const oftpsrv_certificate_t *certificate,
                                               char **out);

/**
 * Reads ExpirationDate: until when it is valid, as "23-Jan-2001 15:00:00" in local time. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_expiration_date(const oftpsrv_certificate_t *certificate,
                                                char **out);

/**
 * Reads ExtendedKeyUsage: the extended key usages as object identifiers, separated by commas. The caller frees the
 * text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_extended_key_usage(const oftpsrv_certificate_t *certificate,
                                                   char **out);

/**
 * Reads Fingerprint: the MD5 hash of the certificate in hexadecimal, octets separated by colons. The caller frees the
 * text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_fingerprint(const oftpsrv_certificate_t *certificate,
                                            char **out);

/**
 * Reads FingerprintSHA1: the SHA-1 hash of the certificate in hexadecimal, octets separated by colons. The caller
 * frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_fingerprint_sha1(const oftpsrv_certificate_t *certificate,
                                                 char **out);

/**
 * Reads FingerprintSHA256: the SHA-256 hash of the certificate in hexadecimal, octets separated by colons. The caller
 * frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_fingerprint_sha256(const oftpsrv_certificate_t *certificate,
                                                   char **out);

/**
 * Reads Issuer: the name of who issued it. The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_certificate_get_issuer(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads KeyPassword: the password of the private key, where it differs from the store's. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_key_password(const oftpsrv_certificate_t *certificate,
                                             char **out);

/**
 * Sets KeyPassword; see oftpsrv_certificate_get_key_password().
 */
OFTPSRV_API
int32_t oftpsrv_certificate_set_key_password(oftpsrv_certificate_t *certificate,
                                             const char *value);

/**
 * Reads PrivateKey: the private key in PEM; empty when there is none or when it must not leave its store. The caller
 * frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_private_key(const oftpsrv_certificate_t *certificate,
                                            char **out);

/**
 * Reads PrivateKeyAvailable: whether there is a private key.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_private_key_available(const oftpsrv_certificate_t *certificate,
                                                      bool *out);

/**
 * Reads PrivateKeyContainer: the name of the key container; Windows only, empty elsewhere. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_private_key_container(const oftpsrv_certificate_t *certificate,
                                                      char **out);

/**
 * Reads PublicKey: the public key in PEM. The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_certificate_get_public_key(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads PublicKeyAlgorithm: the name of the algorithm of the public key, or its object identifier. The caller frees
 * the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_public_key_algorithm(const oftpsrv_certificate_t *certificate,
                                                     char **out);

/**
 * Reads PublicKeyLength: the length of the public key in bits.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_public_key_length(const oftpsrv_certificate_t *certificate,
                                                  int32_t *out);

/**
 * Reads SerialNumber: the serial number in hexadecimal. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_serial_number(const oftpsrv_certificate_t *certificate,
                                              char **out);

/**
 * Reads SignatureAlgorithm: the name of the algorithm of the signature, or its object identifier. The caller frees the
 * text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_signature_algorithm(const oftpsrv_certificate_t *certificate,
                                                    char **out);

/**
 * Reads Store: the store: a file name or the content as text, as StoreType says. The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_certificate_get_store(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Sets Store; see oftpsrv_certificate_get_store().
 */
OFTPSRV_API int32_t oftpsrv_certificate_set_store(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads StoreB: the value of Store as octets. The caller frees the octets.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_store_blob(const oftpsrv_certificate_t *certificate,
                                           uint8_t **out,
                                           size_t *out_len);

/**
 * Sets StoreB; see oftpsrv_certificate_get_store_blob().
 */
OFTPSRV_API
int32_t oftpsrv_certificate_set_store_blob(oftpsrv_certificate_t *certificate,
                                           const uint8_t *data,
                                           size_t data_len);

/**
 * Reads StorePassword: the password of the store. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_store_password(const oftpsrv_certificate_t *certificate,
                                               char **out);

/**
 * Sets StorePassword; see oftpsrv_certificate_get_store_password().
 */
OFTPSRV_API
int32_t oftpsrv_certificate_set_store_password(oftpsrv_certificate_t *certificate,
                                               const char *value);

/**
 * Reads StoreType: the kind of store. It reads as 0 until it is set; the store is then opened as OFTPSRV_STORE_AUTO
 * (99). One of OFTPSRV_STORE_...
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_store_type(const oftpsrv_certificate_t *certificate,
                                           int32_t *out);

/**
 * Sets StoreType; see oftpsrv_certificate_get_store_type().
 */
OFTPSRV_API int32_t oftpsrv_certificate_set_store_type(oftpsrv_certificate_t *certificate, int32_t value);

/**
 * Reads SubjectAltNames: the alternative names of the subject, separated by commas. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_subject_alt_names(const oftpsrv_certificate_t *certificate,
                                                  char **out);

/**
 * Reads ThumbprintMD5: the MD5 hash of the certificate in hexadecimal. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_thumbprint_md5(const oftpsrv_certificate_t *certificate,
                                               char **out);

/**
 * Reads ThumbprintSHA1: the SHA-1 hash of the certificate in hexadecimal. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_thumbprint_sha1(const oftpsrv_certificate_t *certificate,
                                                char **out);

/**
 * Reads ThumbprintSHA256: the SHA-256 hash of the certificate in hexadecimal. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_thumbprint_sha256(const oftpsrv_certificate_t *certificate,
                                                  char **out);

/**
 * Reads Usage: the names of the bits of UsageFlags, separated by commas. The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_certificate_get_usage(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads UsageFlags: what the key may be used for: the sum of OFTPSRV_USAGE_DIGITAL_SIGNATURE (0x80),
 * OFTPSRV_USAGE_NON_REPUDIATION (0x40), OFTPSRV_USAGE_KEY_ENCIPHERMENT (0x20), OFTPSRV_USAGE_DATA_ENCIPHERMENT (0x10),
 * OFTPSRV_USAGE_KEY_AGREEMENT (0x08), OFTPSRV_USAGE_CERTIFICATE_SIGNING (0x04), OFTPSRV_USAGE_CRL_SIGNING (0x02) and
 * OFTPSRV_USAGE_ENCIPHER_ONLY (0x01).
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_usage_flags(const oftpsrv_certificate_t *certificate,
                                            int32_t *out);

/**
 * Reads Version: "V1", "V2" or "V3". The caller frees the text.
 */
OFTPSRV_API int32_t oftpsrv_certificate_get_version(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads Subject: the name of the subject; empty when none is loaded. Setting it searches the store: an exact name,
 * part of one, "Thumbprint=...", or "*" for the first. While Store is not set, or StoreType or StorePassword is not
 * and may be what is missing, the search is put off: until a fact is read, or a server is given the certificate or
 * needs it; its error is theirs. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_subject(const oftpsrv_certificate_t *certificate,
                                        char **out);

/**
 * Sets Subject; see oftpsrv_certificate_get_subject().
 */
OFTPSRV_API int32_t oftpsrv_certificate_set_subject(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads Encoded: the certificate in PEM. Setting it looks for the private key in the store. The caller frees the text.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_encoded(const oftpsrv_certificate_t *certificate,
                                        char **out);

/**
 * Sets Encoded; see oftpsrv_certificate_get_encoded().
 */
OFTPSRV_API int32_t oftpsrv_certificate_set_encoded(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads EncodedB: the certificate as octets. Setting it looks for the private key in the store. The caller frees the
 * octets.
 */
OFTPSRV_API
int32_t oftpsrv_certificate_get_encoded_blob(const oftpsrv_certificate_t *certificate,
                                             uint8_t **out,
                                             size_t *out_len);

/**
 * Sets EncodedB; see oftpsrv_certificate_get_encoded_blob().
 */
OFTPSRV_API
int32_t oftpsrv_certificate_set_encoded_blob(oftpsrv_certificate_t *certificate,
                                             const uint8_t *data,
                                             size_t data_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/*
 * Errors of the operating system: 10000 plus the number of the Berkeley socket error, on every platform.
 */
#define OFTPSRV_ERROR_EINTR 10004 /* Interrupted system call. */
#define OFTPSRV_ERROR_EBADF 10009 /* Bad file number. */
#define OFTPSRV_ERROR_EACCES 10013 /* Access denied. */
#define OFTPSRV_ERROR_EFAULT 10014 /* Bad address. */
#define OFTPSRV_ERROR_EINVAL 10022 /* Invalid argument. */
#define OFTPSRV_ERROR_EMFILE 10024 /* Too many open files. */
#define OFTPSRV_ERROR_EWOULDBLOCK 10035 /* Operation would block. */
#define OFTPSRV_ERROR_EINPROGRESS 10036 /* Operation now in progress. */
#define OFTPSRV_ERROR_EALREADY 10037 /* Operation already in progress. */
#define OFTPSRV_ERROR_ENOTSOCK 10038 /* Socket operation on nonsocket. */
#define OFTPSRV_ERROR_EDESTADDRREQ 10039 /* Destination address required. */
#define OFTPSRV_ERROR_EMSGSIZE 10040 /* Message is too long. */
#define OFTPSRV_ERROR_EPROTOTYPE 10041 /* Protocol wrong type for socket. */
#define OFTPSRV_ERROR_ENOPROTOOPT 10042 /* Bad protocol option. */
#define OFTPSRV_ERROR_EPROTONOSUPPORT 10043 /* Protocol is not supported. */
#define OFTPSRV_ERROR_ESOCKTNOSUPPORT 10044 /* Socket type is not supported. */
#define OFTPSRV_ERROR_EOPNOTSUPP 10045 /* Operation is not supported on socket. */
#define OFTPSRV_ERROR_EPFNOSUPPORT 10046 /* Protocol family is not supported. */
#define OFTPSRV_ERROR_EAFNOSUPPORT 10047 /* Address family is not supported by protocol family. */
#define OFTPSRV_ERROR_EADDRINUSE 10048 /* Address already in use. */
#define OFTPSRV_ERROR_EADDRNOTAVAIL 10049 /* Cannot assign requested address. */
#define OFTPSRV_ERROR_ENETDOWN 10050 /* Network is down. */
#define OFTPSRV_ERROR_ENETUNREACH 10051 /* Network is unreachable. */
#define OFTPSRV_ERROR_ENETRESET 10052 /* Net dropped connection or reset. */
#define OFTPSRV_ERROR_ECONNABORTED 10053 /* Software caused connection abort. */
#define OFTPSRV_ERROR_ECONNRESET 10054 /* Connection reset by peer. */
#define OFTPSRV_ERROR_ENOBUFS 10055 /* No buffer space available. */
#define OFTPSRV_ERROR_EISCONN 10056 /* Socket is already connected. */
#define OFTPSRV_ERROR_ENOTCONN 10057 /* Socket is not connected. */
#define OFTPSRV_ERROR_ESHUTDOWN 10058 /* Cannot send after socket shutdown. */
#define OFTPSRV_ERROR_ETOOMANYREFS 10059 /* Too many references, cannot splice. */
#define OFTPSRV_ERROR_ETIMEDOUT 10060 /* Connection timed out. */
#define OFTPSRV_ERROR_ECONNREFUSED 10061 /* Connection refused. */
#define OFTPSRV_ERROR_ELOOP 10062 /* Too many levels of symbolic links. */
#define OFTPSRV_ERROR_ENAMETOOLONG 10063 /* File name is too long. */
#define OFTPSRV_ERROR_EHOSTDOWN 10064 /* Host is down. */
#define OFTPSRV_ERROR_EHOSTUNREACH 10065 /* No route to host. */
#define OFTPSRV_ERROR_ENOTEMPTY 10066 /* Directory is not empty */
#define OFTPSRV_ERROR_EPROCLIM 10067 /* Too many processes. */
#define OFTPSRV_ERROR_EUSERS 10068 /* Too many users. */
#define OFTPSRV_ERROR_EDQUOT 10069 /* Disc Quota Exceeded. */
#define OFTPSRV_ERROR_ESTALE 10070 /* Stale NFS file handle. */
#define OFTPSRV_ERROR_EREMOTE 10071 /* Too many levels of remote in path. */
#define OFTPSRV_ERROR_SYSNOTREADY 10091 /* Network subsystem is unavailable. */
#define OFTPSRV_ERROR_VERNOTSUPPORTED 10092 /* WINSOCK DLL Version out of range. */
#define OFTPSRV_ERROR_NOTINITIALISED 10093 /* Winsock is not loaded yet. */
#define OFTPSRV_ERROR_HOST_NOT_FOUND 11001 /* Host not found. */
#define OFTPSRV_ERROR_TRY_AGAIN 11002 /* Nonauthoritative 'Host not found' (try again or check DNS setup). */
#define OFTPSRV_ERROR_NO_RECOVERY 11003 /* Nonrecoverable errors: FORMERR, REFUSED, NOTIMP. */
#define OFTPSRV_ERROR_NO_DATA 11004 /* Valid name, no data record (check DNS setup). */

#endif /* OFTPSRV_H */
