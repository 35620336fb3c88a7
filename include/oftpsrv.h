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
 *         e->error_code = 4; // what a partner is told who is not accepted: invalid password
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
 *         e->error_code = 4; // what a partner is told who is not accepted: invalid password
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
 * oftpsrv_new() makes a server with the defaults of the class reference. Set properties, config settings and callbacks,
 * then oftpsrv_start(). oftpsrv_stop() ends the listening alone, oftpsrv_shutdown() the connections too; a server can be
 * started again after either. oftpsrv_free() shuts down, waits for callbacks that run, and ends the handle. Several
 * servers may live in one process.
 *
 * A handle is never reused. One that was freed, or that never was one, gives OFTPSRV_ERROR_STALE_HANDLE and no crash.
 * oftpsrv_live_handles() counts those that were not freed yet.
 *
 * Errors
 * ------
 * A function that can fail returns int32_t: OFTPSRV_OK, or one of OFTPSRV_ERROR_.... 1 to 99 say that the interface was
 * misused (a NULL argument, text that is not UTF-8, a stale handle, an internal panic), 100 and up are the class
 * reference's numbers; numbers are never used again for something else. oftpsrv_last_error_code() and
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
 *   and come in protocol order; those of different connections may overlap. A slow callback delays its own connection only.
 * - OFTPSRV_DISPATCH_QUEUED: inside oftpsrv_do_events(), on the thread that calls it, and nowhere else. A program with a
 *   poll loop of its own watches oftpsrv_event_fd() and calls oftpsrv_do_events(server, 0) when it is readable.
 *
 * A function that would have to wait for the connection whose callback is calling it returns OFTPSRV_ERROR_WOULD_BLOCK
 * (135) instead of hanging: use oftpsrv_send_file_async() in callbacks.
 *
 * When oftpsrv_on_<event>() or oftpsrv_free() returns, the callback that it replaced is not running any more, so its
 * user_data can be freed. The exception is a call from inside that very callback, which cannot wait for itself. (Two
 * callbacks that replace each other at the same time do not wait for each other either.) Do not call these functions with
 * a lock held that the callback takes.
 *
 * Connections and streams
 * -----------------------
 * A connection is named by its id, which events carry and oftpsrv_connections() lists. An id that is not, or not any more,
 * a connection's gives OFTPSRV_ERROR_INVALID_CONNECTION_ID.
 *
 * oftpsrv_connection_set_download_stream() sends received files to callbacks instead of to disk, and
 * oftpsrv_connection_set_upload_stream() takes the files to be sent from callbacks. Stream callbacks run on engine threads in
 * both dispatch modes, for one stream one at a time. A stream's user_data may be freed when its close callback was called, or
 * when another stream, or none, was set in its place; one of the two happens to every stream.
 *
 * Settings by name
 * ----------------
 * oftpsrv_set_config() and oftpsrv_get_config() reach every property and config setting by its name in the class
 * reference, "Name[connection-id]" for one connection, so a whole server can be set up from a text file. oftpsrv_config()
 * is the class reference's own form, "Name=value" or "Name".
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
 * Interrupted system call.
 */
#define OFTPSRV_ERROR_EINTR 10004

/**
 * Bad file number.
 */
#define OFTPSRV_ERROR_EBADF 10009

/**
 * Access denied.
 */
#define OFTPSRV_ERROR_EACCES 10013

/**
 * Bad address.
 */
#define OFTPSRV_ERROR_EFAULT 10014

/**
 * Invalid argument.
 */
#define OFTPSRV_ERROR_EINVAL 10022

/**
 * Too many open files.
 */
#define OFTPSRV_ERROR_EMFILE 10024

/**
 * Operation would block.
 */
#define OFTPSRV_ERROR_EWOULDBLOCK 10035

/**
 * Operation now in progress.
 */
#define OFTPSRV_ERROR_EINPROGRESS 10036

/**
 * Operation already in progress.
 */
#define OFTPSRV_ERROR_EALREADY 10037

/**
 * Socket operation on nonsocket.
 */
#define OFTPSRV_ERROR_ENOTSOCK 10038

/**
 * Destination address required.
 */
#define OFTPSRV_ERROR_EDESTADDRREQ 10039

/**
 * Message is too long.
 */
#define OFTPSRV_ERROR_EMSGSIZE 10040

/**
 * Protocol wrong type for socket.
 */
#define OFTPSRV_ERROR_EPROTOTYPE 10041

/**
 * Bad protocol option.
 */
#define OFTPSRV_ERROR_ENOPROTOOPT 10042

/**
 * Protocol is not supported.
 */
#define OFTPSRV_ERROR_EPROTONOSUPPORT 10043

/**
 * Socket type is not supported.
 */
#define OFTPSRV_ERROR_ESOCKTNOSUPPORT 10044

/**
 * Operation is not supported on socket.
 */
#define OFTPSRV_ERROR_EOPNOTSUPP 10045

/**
 * Protocol family is not supported.
 */
#define OFTPSRV_ERROR_EPFNOSUPPORT 10046

/**
 * Address family is not supported by protocol family.
 */
#define OFTPSRV_ERROR_EAFNOSUPPORT 10047

/**
 * Address already in use.
 */
#define OFTPSRV_ERROR_EADDRINUSE 10048

/**
 * Cannot assign requested address.
 */
#define OFTPSRV_ERROR_EADDRNOTAVAIL 10049

/**
 * Network is down.
 */
#define OFTPSRV_ERROR_ENETDOWN 10050

/**
 * Network is unreachable.
 */
#define OFTPSRV_ERROR_ENETUNREACH 10051

/**
 * Net dropped connection or reset.
 */
#define OFTPSRV_ERROR_ENETRESET 10052

/**
 * Software caused connection abort.
 */
#define OFTPSRV_ERROR_ECONNABORTED 10053

/**
 * Connection reset by peer.
 */
#define OFTPSRV_ERROR_ECONNRESET 10054

/**
 * No buffer space available.
 */
#define OFTPSRV_ERROR_ENOBUFS 10055

/**
 * Socket is already connected.
 */
#define OFTPSRV_ERROR_EISCONN 10056

/**
 * Socket is not connected.
 */
#define OFTPSRV_ERROR_ENOTCONN 10057

/**
 * Cannot send after socket shutdown.
 */
#define OFTPSRV_ERROR_ESHUTDOWN 10058

/**
 * Too many references, cannot splice.
 */
#define OFTPSRV_ERROR_ETOOMANYREFS 10059

/**
 * Connection timed out.
 */
#define OFTPSRV_ERROR_ETIMEDOUT 10060

/**
 * Connection refused.
 */
#define OFTPSRV_ERROR_ECONNREFUSED 10061

/**
 * Too many levels of symbolic links.
 */
#define OFTPSRV_ERROR_ELOOP 10062

/**
 * File name is too long.
 */
#define OFTPSRV_ERROR_ENAMETOOLONG 10063

/**
 * Host is down.
 */
#define OFTPSRV_ERROR_EHOSTDOWN 10064

/**
 * No route to host.
 */
#define OFTPSRV_ERROR_EHOSTUNREACH 10065

/**
 * Directory is not empty
 */
#define OFTPSRV_ERROR_ENOTEMPTY 10066

/**
 * Too many processes.
 */
#define OFTPSRV_ERROR_EPROCLIM 10067

/**
 * Too many users.
 */
#define OFTPSRV_ERROR_EUSERS 10068

/**
 * Disc Quota Exceeded.
 */
#define OFTPSRV_ERROR_EDQUOT 10069

/**
 * Stale NFS file handle.
 */
#define OFTPSRV_ERROR_ESTALE 10070

/**
 * Too many levels of remote in path.
 */
#define OFTPSRV_ERROR_EREMOTE 10071

/**
 * Network subsystem is unavailable.
 */
#define OFTPSRV_ERROR_SYSNOTREADY 10091

/**
 * WINSOCK DLL Version out of range.
 */
#define OFTPSRV_ERROR_VERNOTSUPPORTED 10092

/**
 * Winsock is not loaded yet.
 */
#define OFTPSRV_ERROR_NOTINITIALISED 10093

/**
 * Host not found.
 */
#define OFTPSRV_ERROR_HOST_NOT_FOUND 11001

/**
 * Nonauthoritative 'Host not found' (try again or check DNS setup).
 */
#define OFTPSRV_ERROR_TRY_AGAIN 11002

/**
 * Nonrecoverable errors: FORMERR, REFUSED, NOTIMP.
 */
#define OFTPSRV_ERROR_NO_RECOVERY 11003

/**
 * Valid name, no data record (check DNS setup).
 */
#define OFTPSRV_ERROR_NO_DATA 11004

/**
 * Callbacks come on the engine's threads, as things happen (default).
 */
#define OFTPSRV_DISPATCH_DIRECT 0

/**
 * Callbacks come inside oftpsrv_do_events() only, on the caller's thread.
 */
#define OFTPSRV_DISPATCH_QUEUED 1

/**
 * OFTP 1.2 (ClientVersion, ServerVersion, Version).
 */
#define OFTPSRV_OFTP_12 0

/**
 * OFTP 1.3.
 */
#define OFTPSRV_OFTP_13 1

/**
 * OFTP 1.4.
 */
#define OFTPSRV_OFTP_14 2

/**
 * OFTP 2.0.
 */
#define OFTPSRV_OFTP_20 3

/**
 * Direction of a file, a command or its data: from the client.
 */
#define OFTPSRV_DIRECTION_CLIENT 0

/**
 * Direction of a file, a command or its data: from the server.
 */
#define OFTPSRV_DIRECTION_SERVER 1

/**
 * Direction of an end response: received.
 */
#define OFTPSRV_END_RESPONSE_RECEIVED 0

/**
 * Direction of an end response: sent.
 */
#define OFTPSRV_END_RESPONSE_SENT 1

/**
 * VirtualFileFormat: octets without structure.
 */
#define OFTPSRV_FORMAT_UNSTRUCTURED 0

/**
 * VirtualFileFormat: lines of text.
 */
#define OFTPSRV_FORMAT_TEXT 1

/**
 * VirtualFileFormat: records of one length.
 */
#define OFTPSRV_FORMAT_FIXED 2

/**
 * VirtualFileFormat: records of different lengths.
 */
#define OFTPSRV_FORMAT_VARIABLE 3

/**
 * VirtualFileSecurityLevel: neither signed nor encrypted.
 */
#define OFTPSRV_SECURITY_NONE 0

/**
 * VirtualFileSecurityLevel: encrypted.
 */
#define OFTPSRV_SECURITY_ENCRYPTED 1

/**
 * VirtualFileSecurityLevel: signed.
 */
#define OFTPSRV_SECURITY_SIGNED 2

/**
 * VirtualFileSecurityLevel: encrypted and signed.
 */
#define OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED 3

/**
 * EncryptionAlgorithm: triple DES.
 */
#define OFTPSRV_ENCRYPTION_3DES 0

/**
 * EncryptionAlgorithm: AES.
 */
#define OFTPSRV_ENCRYPTION_AES 1

/**
 * Certificate exchange: here is mine, send yours.
 */
#define OFTPSRV_EXCHANGE_REQUEST 0

/**
 * Certificate exchange: this one replaces all earlier ones.
 */
#define OFTPSRV_EXCHANGE_REPLACE 1

/**
 * Certificate exchange: the answer to a request, or one more.
 */
#define OFTPSRV_EXCHANGE_DELIVER 2

/**
 * LogLevel: what happens, in few entries.
 */
#define OFTPSRV_LOG_INFO 1

/**
 * LogLevel: more of it.
 */
#define OFTPSRV_LOG_VERBOSE 2

/**
 * LogLevel: everything.
 */
#define OFTPSRV_LOG_DEBUG 3

/**
 * StoreType: a Windows store of the current user.
 */
#define OFTPSRV_STORE_USER 0

/**
 * StoreType: a Windows store of the machine.
 */
#define OFTPSRV_STORE_MACHINE 1

/**
 * StoreType: a PKCS#12 file.
 */
#define OFTPSRV_STORE_PFX_FILE 2

/**
 * StoreType: PKCS#12, the octets or their Base64.
 */
#define OFTPSRV_STORE_PFX_BLOB 3

/**
 * StoreType: a Java key store file.
 */
#define OFTPSRV_STORE_JKS_FILE 4

/**
 * StoreType: a Java key store, the octets or their Base64.
 */
#define OFTPSRV_STORE_JKS_BLOB 5

/**
 * StoreType: a PEM file with a private key and perhaps certificates.
 */
#define OFTPSRV_STORE_PEM_KEY_FILE 6

/**
 * StoreType: PEM text with a private key and perhaps certificates.
 */
#define OFTPSRV_STORE_PEM_KEY_BLOB 7

/**
 * StoreType: a file with a certificate, PEM or DER.
 */
#define OFTPSRV_STORE_PUBLIC_KEY_FILE 8

/**
 * StoreType: a certificate, PEM, DER or Base64.
 */
#define OFTPSRV_STORE_PUBLIC_KEY_BLOB 9

/**
 * StoreType: an SSH public key.
 */
#define OFTPSRV_STORE_SSH_PUBLIC_KEY_BLOB 10

/**
 * StoreType: a PKCS#7 file with certificates.
 */
#define OFTPSRV_STORE_P7B_FILE 11

/**
 * StoreType: PKCS#7 with certificates.
 */
#define OFTPSRV_STORE_P7B_BLOB 12

/**
 * StoreType: an SSH public key file.
 */
#define OFTPSRV_STORE_SSH_PUBLIC_KEY_FILE 13

/**
 * StoreType: a PuTTY private key file.
 */
#define OFTPSRV_STORE_PPK_FILE 14

/**
 * StoreType: a PuTTY private key.
 */
#define OFTPSRV_STORE_PPK_BLOB 15

/**
 * StoreType: a certificate or key in an XML file.
 */
#define OFTPSRV_STORE_XML_FILE 16

/**
 * StoreType: a certificate or key in XML.
 */
#define OFTPSRV_STORE_XML_BLOB 17

/**
 * StoreType: a JSON Web Key file.
 */
#define OFTPSRV_STORE_JWK_FILE 18

/**
 * StoreType: a JSON Web Key.
 */
#define OFTPSRV_STORE_JWK_BLOB 19

/**
 * StoreType: a Bouncy Castle FIPS key store file.
 */
#define OFTPSRV_STORE_BCFKS_FILE 21

/**
 * StoreType: a Bouncy Castle FIPS key store.
 */
#define OFTPSRV_STORE_BCFKS_BLOB 22

/**
 * StoreType: a security key behind a PKCS#11 module; Store is the module's path, the password is the PIN.
 */
#define OFTPSRV_STORE_PKCS11 23

/**
 * StoreType: whatever the content shows.
 */
#define OFTPSRV_STORE_AUTO 99

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
     * SSIDCODE of the partner.
     */
    const char *client_ssid_code;
    /**
     * SSIDPSWD of the partner.
     */
    const char *client_password;
    /**
     * What the partner offered: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.
     */
    int32_t client_version;
    /**
     * Answer: the version to use, at most the client's.
     */
    int32_t server_version;
    /**
     * Answer: whether the session goes on.
     */
    bool accept;
    /**
     * Answer: the ESID reason of a refusal; 0 becomes 99.
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
     * SFIDDSN.
     */
    const char *virtual_file_name;
    /**
     * SFIDDATE and SFIDTIME in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * SFIDDEST.
     */
    const char *destination;
    /**
     * SFIDORIG.
     */
    const char *originator;
    /**
     * Answer: whether to take the file.
     */
    bool accept;
    /**
     * Answer: full path the file will have. Change it with oftpsrv_accept_file_event_set_file_name().
     */
    const char *file_name;
    /**
     * Answer: whether an existing file is replaced.
     */
    bool overwrite;
    /**
     * Answer: the SFNA reason of a refusal; 0 becomes 99.
     */
    int32_t error_code;
    /**
     * Answer: the text of a refusal (2.0 only). Change it with oftpsrv_accept_file_event_set_error_description().
     */
    const char *error_description;
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
 * CertificateReceived: a certificate exchange file was stored.
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
     * Full path of the stored certificate.
     */
    const char *certificate_file_name;
    /**
     * 0 request, 1 replace, 2 deliver.
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
     * 0, or the error's number.
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
     * Address of the partner.
     */
    const char *address;
    /**
     * Port of the partner.
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
     * 0 after a normal end, else the error's number.
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
 * EndResponse: an end response arrived, or, with FireEndResponseOnSend, was sent.
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
     * Name of the file it is about.
     */
    const char *virtual_file_name;
    /**
     * Stamp of the file in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * EERPDEST or NERPDEST.
     */
    const char *destination;
    /**
     * EERPORIG or NERPORIG.
     */
    const char *originator;
    /**
     * NERPCREA; empty for an EERP.
     */
    const char *creator;
    /**
     * 0 for an EERP, else NERPREAS.
     */
    int32_t reason_code;
    /**
     * NERPREAST, or the RFC's text.
     */
    const char *reason_text;
    /**
     * Answer: hex of the hash. The program may set the hash it expects. Change it with
     * oftpsrv_end_response_event_set_file_hash().
     */
    const char *file_hash;
    /**
     * Base64 of the signature, when there is one.
     */
    const char *signature;
    /**
     * 0 received, 1 sent.
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
     * Whose file.
     */
    int32_t direction;
    /**
     * Full path.
     */
    const char *local_file;
    /**
     * SFIDDSN.
     */
    const char *virtual_file_name;
    /**
     * Stamp in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * SFIDDEST.
     */
    const char *destination;
    /**
     * SFIDORIG.
     */
    const char *originator;
    /**
     * 0, or the reason as it was on the wire.
     */
    int32_t reason_code;
    /**
     * Text of the reason.
     */
    const char *reason_text;
    /**
     * Octets of the local file.
     */
    int64_t file_size;
    /**
     * Hex of the hash over what travelled, when a signed end response was asked for.
     */
    const char *file_hash;
    /**
     * Answer: whether the engine sends the end response by itself.
     */
    bool send_end_response;
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
     * The connection, or empty.
     */
    const char *connection_id;
    /**
     * The stable number.
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
 * Log: a log entry.
 */
struct oftpsrv_log_event {
    /**
     * Octets of this structure in the library that made it.
     */
    size_t size;
    /**
     * The connection, or empty.
     */
    const char *connection_id;
    /**
     * 1 info, 2 verbose, 3 debug.
     */
    int32_t log_level;
    /**
     * The entry.
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
     * Who sent it.
     */
    int32_t direction;
    /**
     * The raw command, without stream header.
     */
    const uint8_t *data;
    /**
     * Octets at data.
     */
    size_t data_len;
    /**
     * Its first octet.
     */
    int32_t command_id;
    /**
     * Its name.
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
 * ReadyToSend: the partner gave this side the turn. It comes again each time the partner gives the turn back.
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
 * SSLClientAuthentication: a TLS client presented its certificate (or none).
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
     * DER of the certificate.
     */
    const uint8_t *cert_encoded;
    /**
     * Octets at cert_encoded.
     */
    size_t cert_encoded_len;
    /**
     * Subject.
     */
    const char *cert_subject;
    /**
     * Issuer.
     */
    const char *cert_issuer;
    /**
     * "OK", or why verification failed.
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
 * SSLConnectionRequest: a TLS client hello arrived; another certificate may be chosen.
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
     * Comma separated suites that the client offers.
     */
    const char *supported_cipher_suites;
    /**
     * Comma separated signature algorithms that the client offers.
     */
    const char *supported_signature_algs;
    /**
     * Answer: store type of another certificate, prefilled with OFTPSRV_STORE_AUTO.
     */
    int32_t cert_store_type;
    /**
     * Answer: its store. Change it with oftpsrv_ssl_connection_request_event_set_cert_store().
     */
    const char *cert_store;
    /**
     * Answer: its password. Change it with oftpsrv_ssl_connection_request_event_set_cert_password().
     */
    const char *cert_password;
    /**
     * Answer: its subject. Change it with oftpsrv_ssl_connection_request_event_set_cert_subject().
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
 * SSLStatus: progress of a TLS handshake.
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
     * Whose file.
     */
    int32_t direction;
    /**
     * Answer: full path. Change it with oftpsrv_start_transfer_event_set_local_file().
     */
    const char *local_file;
    /**
     * SFIDDSN.
     */
    const char *virtual_file_name;
    /**
     * Stamp in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * SFIDDEST.
     */
    const char *destination;
    /**
     * SFIDORIG.
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
     * Whose file.
     */
    int32_t direction;
    /**
     * Full path.
     */
    const char *local_file;
    /**
     * SFIDDSN.
     */
    const char *virtual_file_name;
    /**
     * Stamp in VirtualFileDateFormat.
     */
    const char *virtual_file_date;
    /**
     * SFIDDEST.
     */
    const char *destination;
    /**
     * SFIDORIG.
     */
    const char *originator;
    /**
     * Octets so far, in this direction.
     */
    int64_t bytes_transferred;
    /**
     * The octets just received; empty when sending.
     */
    const uint8_t *text;
    /**
     * Octets at text.
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
 * Makes a server with the defaults of the class reference. NULL when that fails; oftpsrv_last_error_message() says why.
 */
oftpsrv_t *oftpsrv_new(void);

/**
 * Ends a server: oftpsrv_shutdown(), then waits until none of its callbacks is running any more. NULL is fine. From inside a
 * callback of the same server it does not wait for that callback, which is the last one. The handle is dead afterwards.
 */
void oftpsrv_free(oftpsrv_t *server);

/**
 * The version of the library, for ever valid.
 */
const char *oftpsrv_version(void);

/**
 * How many server and certificate handles are alive in this process: 0 when everything was freed.
 */
size_t oftpsrv_live_handles(void);

/**
 * StartListening. 104 when it listens already, 672 or 673 when ServerSSIDCode or ServerSFIDCode is not set, 689 when TLS has
 * no certificate, 10048 when the port is taken.
 */
int32_t oftpsrv_start(oftpsrv_t *server);

/**
 * StopListening: no new connections; those that are open go on.
 */
int32_t oftpsrv_stop(oftpsrv_t *server);

/**
 * Shutdown: StopListening and Disconnect of every connection. Returns when they are through; from inside a callback without
 * waiting for the connection of that callback.
 */
int32_t oftpsrv_shutdown(oftpsrv_t *server);

/**
 * Listening. false also when `server` is no live handle.
 */
bool oftpsrv_is_listening(const oftpsrv_t *server);

/**
 * Reset: shuts down and sets every property and config setting to its default. Callbacks stay registered.
 */
int32_t oftpsrv_reset(oftpsrv_t *server);

/**
 * Chooses where callbacks run, before oftpsrv_start(): OFTPSRV_DISPATCH_DIRECT or OFTPSRV_DISPATCH_QUEUED.
 */
int32_t oftpsrv_set_event_dispatch(oftpsrv_t *server, int32_t mode);

/**
 * DoEvents: runs the callbacks of the events that wait, on this thread. When there is none it waits for the first one, up to
 * `timeout_ms` milliseconds: 0 does not wait, a negative number waits for ever. With OFTPSRV_DISPATCH_DIRECT it only waits.
 */
int32_t oftpsrv_do_events(oftpsrv_t *server,
                          int32_t timeout_ms);

/**
 * A descriptor for poll() that is readable while events wait for oftpsrv_do_events(). It belongs to the server: do not read,
 * write or close it. -1 after an error, which OFTPSRV_DISPATCH_DIRECT is.
 */
int32_t oftpsrv_event_fd(const oftpsrv_t *server);

/**
 * The code of the last call on this thread that failed; 0 when none did. A call that succeeds leaves it alone.
 */
int32_t oftpsrv_last_error_code(void);

/**
 * What went wrong in the last call on this thread that failed, for people; empty when none did. Good until the next call on
 * this thread fails.
 */
const char *oftpsrv_last_error_message(void);

/**
 * Frees a text that a function stored into a `char **`, after wiping it. NULL is fine.
 */
void oftpsrv_string_free(char *text);

/**
 * Frees octets that a function stored into a `uint8_t **`, after wiping them; `bytes_len` as it was given. NULL is fine.
 */
void oftpsrv_bytes_free(uint8_t *bytes,
                        size_t bytes_len);

/**
 * The standard text of an error code, for ever valid; "Unknown error." for numbers that are none.
 * oftpsrv_last_error_message() says more about what really happened.
 */
const char *oftpsrv_error_text(int32_t code);

/**
 * Reads ConnectionBacklog: how many connections may wait to be accepted.
 */
int32_t oftpsrv_get_connection_backlog(const oftpsrv_t *server, int32_t *out);

/**
 * Sets ConnectionBacklog: how many connections may wait to be accepted.
 */
int32_t oftpsrv_set_connection_backlog(oftpsrv_t *server, int32_t value);

/**
 * Reads DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
 */
int32_t oftpsrv_get_default_timeout(const oftpsrv_t *server, int32_t *out);

/**
 * Sets DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
 */
int32_t oftpsrv_set_default_timeout(oftpsrv_t *server, int32_t value);

/**
 * Reads LocalHost: the address to listen on; empty is all of them. The caller frees the text.
 */
int32_t oftpsrv_get_local_host(const oftpsrv_t *server, char **out);

/**
 * Sets LocalHost: the address to listen on; empty is all of them.
 */
int32_t oftpsrv_set_local_host(oftpsrv_t *server, const char *value);

/**
 * Reads LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
 */
int32_t oftpsrv_get_local_port(const oftpsrv_t *server, int32_t *out);

/**
 * Sets LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
 */
int32_t oftpsrv_set_local_port(oftpsrv_t *server, int32_t value);

/**
 * Reads ServerPassword: the server's password of the bilateral agreement, up to 8 characters. The caller frees the
 * text.
 */
int32_t oftpsrv_get_server_password(const oftpsrv_t *server,
                                    char **out);

/**
 * Sets ServerPassword: the server's password of the bilateral agreement, up to 8 characters.
 */
int32_t oftpsrv_set_server_password(oftpsrv_t *server, const char *value);

/**
 * Reads ServerSFIDCode: the server's code as origin or destination of files. The caller frees the text.
 */
int32_t oftpsrv_get_server_sfid_code(const oftpsrv_t *server, char **out);

/**
 * Sets ServerSFIDCode: the server's code as origin or destination of files.
 */
int32_t oftpsrv_set_server_sfid_code(oftpsrv_t *server, const char *value);

/**
 * Reads ServerSSIDCode: the server's code as partner of a session. The caller frees the text.
 */
int32_t oftpsrv_get_server_ssid_code(const oftpsrv_t *server, char **out);

/**
 * Sets ServerSSIDCode: the server's code as partner of a session.
 */
int32_t oftpsrv_set_server_ssid_code(oftpsrv_t *server, const char *value);

/**
 * Reads SSLAuthenticateClients: whether TLS clients must present a certificate.
 */
int32_t oftpsrv_get_ssl_authenticate_clients(const oftpsrv_t *server, bool *out);

/**
 * Sets SSLAuthenticateClients: whether TLS clients must present a certificate.
 */
int32_t oftpsrv_set_ssl_authenticate_clients(oftpsrv_t *server, bool value);

/**
 * Reads UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0.
 */
int32_t oftpsrv_get_use_ssl(const oftpsrv_t *server, bool *out);

/**
 * Sets UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0.
 */
int32_t oftpsrv_set_use_ssl(oftpsrv_t *server, bool value);

/**
 * Sets a config setting, a property or, as "Name[connection-id]", what it is for one connection. The case of names does not
 * matter; flags are "True" or "False". 5 when there is no such name, 6 when the value does not fit.
 */
int32_t oftpsrv_set_config(oftpsrv_t *server,
                           const char *name,
                           const char *value);

/**
 * Reads what oftpsrv_set_config() sets. The caller frees the text.
 */
int32_t oftpsrv_get_config(const oftpsrv_t *server, const char *name, char **out);

/**
 * Config in the class reference's form: "Name=value" sets, "Name" reads. What was read, or set, is stored to `out`, which may be
 * NULL here; the caller frees it.
 */
int32_t oftpsrv_config(oftpsrv_t *server,
                       const char *configuration_string,
                       char **out);

/**
 * Lists the ids of the connections there are. The caller frees the list with oftpsrv_connections_free().
 */
int32_t oftpsrv_connections(const oftpsrv_t *server, char ***ids, size_t *count);

/**
 * Frees a list of oftpsrv_connections(). NULL is fine.
 */
void oftpsrv_connections_free(char **ids, size_t count);

/**
 * ChangeDirection: gives the turn to the partner with a CD command.
 */
int32_t oftpsrv_change_direction(oftpsrv_t *server, const char *connection_id);

/**
 * Disconnect: closes the connection, whatever is going on.
 */
int32_t oftpsrv_disconnect(oftpsrv_t *server, const char *connection_id);

/**
 * Logoff: ends the session when this side has the turn and the partner has nothing to send; else gives it the turn.
 */
int32_t oftpsrv_logoff(oftpsrv_t *server,
                       const char *connection_id);

/**
 * Interrupt: stops the file that is being sent, without ending the session.
 */
int32_t oftpsrv_interrupt(oftpsrv_t *server, const char *connection_id);

/**
 * SendFile: sends a file and returns when the partner has accepted or refused it. `file_name` is empty when an upload stream is
 * set; an empty `virtual_file_name` is made from the file's. From inside a callback of the same connection it returns 135.
 */
int32_t oftpsrv_send_file(oftpsrv_t *server,
                          const char *connection_id,
                          const char *client_sfid_code,
                          const char *file_name,
                          const char *virtual_file_name);

/**
 * Like oftpsrv_send_file(), but returns at once. Files are queued per connection and sent when this side has the turn; how it
 * went is told by EndTransfer and Error. May be called from any callback.
 */
int32_t oftpsrv_send_file_async(oftpsrv_t *server,
                                const char *connection_id,
                                const char *client_sfid_code,
                                const char *file_name,
                                const char *virtual_file_name);

/**
 * SendEndResponse: answers a file whose EndTransfer event said send_end_response = false. `reason_code` 0 sends an EERP, another
 * number a NERP. `file_hash` is the one of EndTransfer; `signature` is empty unless a response is forwarded. Texts that do not
 * apply are empty.
 */
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
 * ExchangeCertificate: sends a certificate to the partner (OFTP 2.0). `certificate_exchange_type` is one of
 * OFTPSRV_EXCHANGE_REQUEST, OFTPSRV_EXCHANGE_REPLACE and OFTPSRV_EXCHANGE_DELIVER.
 */
int32_t oftpsrv_exchange_certificate(oftpsrv_t *server,
                                     const char *connection_id,
                                     const char *client_sfid_code,
                                     const char *certificate_store,
                                     int32_t certificate_exchange_type);

/**
 * ImportTrustedCerts: reads the certificates that TrustedCertsData names into TrustedCerts.
 */
int32_t oftpsrv_import_trusted_certs(oftpsrv_t *server);

/**
 * ValidateCert: whether Certificate is in its time, trusted and not revoked.
 */
int32_t oftpsrv_validate_cert(oftpsrv_t *server, bool *out);

/**
 * ValidateRecipientCert: whether the connection's recipient certificate is in its time, trusted and not revoked.
 */
int32_t oftpsrv_validate_recipient_cert(oftpsrv_t *server,
                                        const char *connection_id,
                                        bool *out);

/**
 * Reads Compress: whether files to be sent are compressed; while receiving, whether the file is.
 */
int32_t oftpsrv_connection_get_compress(const oftpsrv_t *server, const char *connection_id, bool *out);

/**
 * Sets Compress: whether files to be sent are compressed; while receiving, whether the file is.
 */
int32_t oftpsrv_connection_set_compress(oftpsrv_t *server, const char *connection_id, bool value);

/**
 * Reads Connected: whether the connection is established.
 */
int32_t oftpsrv_connection_get_connected(const oftpsrv_t *server, const char *connection_id, bool *out);

/**
 * Reads ConnectionId: the id itself. The caller frees the text.
 */
int32_t oftpsrv_connection_get_connection_id(const oftpsrv_t *server, const char *connection_id, char **out);

/**
 * Reads DownloadDirectory: where received files are saved. Set it in AcceptConnection at the latest. The caller
 * frees the text.
 */
int32_t oftpsrv_connection_get_download_directory(const oftpsrv_t *server,
                                                  const char *connection_id,
                                                  char **out);

/**
 * Sets DownloadDirectory: where received files are saved. Set it in AcceptConnection at the latest.
 */
int32_t oftpsrv_connection_set_download_directory(oftpsrv_t *server,
                                                  const char *connection_id,
                                                  const char *value);

/**
 * Reads EncryptionAlgorithm: OFTPSRV_ENCRYPTION_3DES or OFTPSRV_ENCRYPTION_AES, for files to be sent.
 */
int32_t oftpsrv_connection_get_encryption_algorithm(const oftpsrv_t *server,
                                                    const char *connection_id,
                                                    int32_t *out);

/**
 * Sets EncryptionAlgorithm: OFTPSRV_ENCRYPTION_3DES or OFTPSRV_ENCRYPTION_AES, for files to be sent.
 */
int32_t oftpsrv_connection_set_encryption_algorithm(oftpsrv_t *server,
                                                    const char *connection_id,
                                                    int32_t value);

/**
 * Reads LocalAddress: the address of this side. The caller frees the text.
 */
int32_t oftpsrv_connection_get_local_address(const oftpsrv_t *server, const char *connection_id, char **out);

/**
 * Reads MaxRecordSize: the longest record of a Fixed or Variable file; 0 for the other formats.
 */
int32_t oftpsrv_connection_get_max_record_size(const oftpsrv_t *server,
                                               const char *connection_id,
                                               int32_t *out);

/**
 * Sets MaxRecordSize: the longest record of a Fixed or Variable file; 0 for the other formats.
 */
int32_t oftpsrv_connection_set_max_record_size(oftpsrv_t *server, const char *connection_id, int32_t value);

/**
 * Reads ReadyToSend: whether this side has the turn and can send.
 */
int32_t oftpsrv_connection_get_ready_to_send(const oftpsrv_t *server, const char *connection_id, bool *out);

/**
 * Reads RecipientCertStore: the store of the partner's certificate. The caller frees the text.
 */
int32_t oftpsrv_connection_get_recipient_cert_store(const oftpsrv_t *server,
                                                    const char *connection_id,
                                                    char **out);

/**
 * Sets RecipientCertStore: the store of the partner's certificate.
 */
int32_t oftpsrv_connection_set_recipient_cert_store(oftpsrv_t *server,
                                                    const char *connection_id,
                                                    const char *value);

/**
 * Reads RecipientCertStoreB: the store of the partner's certificate as octets. The caller frees the octets.
 */
int32_t oftpsrv_connection_get_recipient_cert_store_blob(const oftpsrv_t *server,
                                                         const char *connection_id,
                                                         uint8_t **out,
                                                         size_t *out_len);

/**
 * Sets RecipientCertStoreB: the store of the partner's certificate as octets.
 */
int32_t oftpsrv_connection_set_recipient_cert_store_blob(oftpsrv_t *server,
                                                         const char *connection_id,
                                                         const uint8_t *data,
                                                         size_t data_len);

/**
 * Reads RecipientCertStorePassword: the password of that store. The caller frees the text.
 */
int32_t oftpsrv_connection_get_recipient_cert_store_password(const oftpsrv_t *server,
                                                             const char *connection_id,
                                                             char **out);

/**
 * Sets RecipientCertStorePassword: the password of that store.
 */
int32_t oftpsrv_connection_set_recipient_cert_store_password(oftpsrv_t *server,
                                                             const char *connection_id,
                                                             const char *value);

/**
 * Reads RecipientCertStoreType: the type of that store, one of OFTPSRV_STORE_....
 */
int32_t oftpsrv_connection_get_recipient_cert_store_type(const oftpsrv_t *server,
                                                         const char *connection_id,
                                                         int32_t *out);

/**
 * Sets RecipientCertStoreType: the type of that store, one of OFTPSRV_STORE_....
 */
int32_t oftpsrv_connection_set_recipient_cert_store_type(oftpsrv_t *server,
                                                         const char *connection_id,
                                                         int32_t value);

/**
 * Reads RecipientCertSubject: the subject of the partner's certificate in that store. The caller frees the text.
 */
int32_t oftpsrv_connection_get_recipient_cert_subject(const oftpsrv_t *server,
                                                      const char *connection_id,
                                                      char **out);

/**
 * Sets RecipientCertSubject: the subject of the partner's certificate in that store.
 */
int32_t oftpsrv_connection_set_recipient_cert_subject(oftpsrv_t *server,
                                                      const char *connection_id,
                                                      const char *value);

/**
 * Reads RemoteHost: the address of the partner. The caller frees the text.
 */
int32_t oftpsrv_connection_get_remote_host(const oftpsrv_t *server, const char *connection_id, char **out);

/**
 * Reads RemotePort: the TCP port of the partner.
 */
int32_t oftpsrv_connection_get_remote_port(const oftpsrv_t *server, const char *connection_id, int32_t *out);

/**
 * Reads SFIDCode: the partner's SFID code. The caller frees the text.
 */
int32_t oftpsrv_connection_get_sfid_code(const oftpsrv_t *server, const char *connection_id, char **out);

/**
 * Sets SFIDCode: the partner's SFID code.
 */
int32_t oftpsrv_connection_set_sfid_code(oftpsrv_t *server, const char *connection_id, const char *value);

/**
 * Reads SignedReceipt: whether a signed end response is asked for; while receiving, whether the partner asked for
 * one.
 */
int32_t oftpsrv_connection_get_signed_receipt(const oftpsrv_t *server,
                                              const char *connection_id,
                                              bool *out);

/**
 * Sets SignedReceipt: whether a signed end response is asked for; while receiving, whether the partner asked for
 * one.
 */
int32_t oftpsrv_connection_set_signed_receipt(oftpsrv_t *server,
                                              const char *connection_id,
                                              bool value);

/**
 * Reads SSIDCode: the partner's SSID code. The caller frees the text.
 */
int32_t oftpsrv_connection_get_ssid_code(const oftpsrv_t *server, const char *connection_id, char **out);

/**
 * Sets SSIDCode: the partner's SSID code.
 */
int32_t oftpsrv_connection_set_ssid_code(oftpsrv_t *server, const char *connection_id, const char *value);

/**
 * Reads Timeout: the inactivity timeout in seconds; 0 is none.
 */
int32_t oftpsrv_connection_get_timeout(const oftpsrv_t *server, const char *connection_id, int32_t *out);

/**
 * Sets Timeout: the inactivity timeout in seconds; 0 is none.
 */
int32_t oftpsrv_connection_set_timeout(oftpsrv_t *server, const char *connection_id, int32_t value);

/**
 * Reads Version: the OFTP version of the session, one of OFTPSRV_OFTP_....
 */
int32_t oftpsrv_connection_get_version(const oftpsrv_t *server, const char *connection_id, int32_t *out);

/**
 * Reads VirtualFileDate: the time stamp of the next file to be sent. The caller frees the text.
 */
int32_t oftpsrv_connection_get_virtual_file_date(const oftpsrv_t *server,
                                                 const char *connection_id,
                                                 char **out);

/**
 * Sets VirtualFileDate: the time stamp of the next file to be sent.
 */
int32_t oftpsrv_connection_set_virtual_file_date(oftpsrv_t *server,
                                                 const char *connection_id,
                                                 const char *value);

/**
 * Reads VirtualFileFormat: the format of files to be sent, one of OFTPSRV_FORMAT_...; while receiving, of the file.
 */
int32_t oftpsrv_connection_get_virtual_file_format(const oftpsrv_t *server,
                                                   const char *connection_id,
                                                   int32_t *out);

/**
 * Sets VirtualFileFormat: the format of files to be sent, one of OFTPSRV_FORMAT_...; while receiving, of the file.
 */
int32_t oftpsrv_connection_set_virtual_file_format(oftpsrv_t *server,
                                                   const char *connection_id,
                                                   int32_t value);

/**
 * Reads VirtualFileSecurityLevel: one of OFTPSRV_SECURITY_..., of files to be sent; while receiving, of the file.
 */
int32_t oftpsrv_connection_get_virtual_file_security_level(const oftpsrv_t *server,
                                                           const char *connection_id,
                                                           int32_t *out);

/**
 * Sets VirtualFileSecurityLevel: one of OFTPSRV_SECURITY_..., of files to be sent; while receiving, of the file.
 */
int32_t oftpsrv_connection_set_virtual_file_security_level(oftpsrv_t *server,
                                                           const char *connection_id,
                                                           int32_t value);

/**
 * DownloadStream: gives received files to `write_cb` instead of to disk; a NULL `write_cb` clears. May be set in AcceptFile.
 * `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
 */
int32_t oftpsrv_connection_set_download_stream(oftpsrv_t *server,
                                               const char *connection_id,
                                               oftpsrv_stream_write_cb write_cb,
                                               oftpsrv_stream_close_cb close_cb,
                                               void *user_data);

/**
 * Whether a download stream is set.
 */
int32_t oftpsrv_connection_get_download_stream(const oftpsrv_t *server, const char *connection_id, bool *out);

/**
 * UploadStream: takes files to be sent from `read_cb` instead of from disk; a NULL `read_cb` clears. oftpsrv_send_file() is then
 * called with an empty file name. `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
 */
int32_t oftpsrv_connection_set_upload_stream(oftpsrv_t *server,
                                             const char *connection_id,
                                             oftpsrv_stream_read_cb read_cb,
                                             oftpsrv_stream_close_cb close_cb,
                                             void *user_data);

/**
 * Whether an upload stream is set.
 */
int32_t oftpsrv_connection_get_upload_stream(const oftpsrv_t *server, const char *connection_id, bool *out);

/**
 * Registers the callback for AcceptConnection; NULL clears it. It is called when an initiator has sent its SSID:
 * look at who it is and set accept. This is the place to set the download directory and other fields of the
 * connection. Without a callback every initiator is let in.
 */
int32_t oftpsrv_on_accept_connection(oftpsrv_t *server,
                                     oftpsrv_accept_connection_cb callback,
                                     void *user_data);

/**
 * Registers the callback for AcceptFile; NULL clears it. It is called when the partner offers a file: set accept,
 * file_name and overwrite. Without a callback the file is taken.
 */
int32_t oftpsrv_on_accept_file(oftpsrv_t *server,
                               oftpsrv_accept_file_cb callback,
                               void *user_data);

/**
 * Registers the callback for CertificateReceived; NULL clears it. It is called when a certificate that the partner
 * sent through certificate exchange was stored.
 */
int32_t oftpsrv_on_certificate_received(oftpsrv_t *server,
                                        oftpsrv_certificate_received_cb callback,
                                        void *user_data);

/**
 * Registers the callback for Connected; NULL clears it. It is called when a connection is established, or failed
 * while it was being established.
 */
int32_t oftpsrv_on_connected(oftpsrv_t *server,
                             oftpsrv_connected_cb callback,
                             void *user_data);

/**
 * Registers the callback for ConnectionRequest; NULL clears it. It is called when a partner connects at TCP level:
 * set accept. accept is prefilled from AllowedClients and BlockedClients.
 */
int32_t oftpsrv_on_connection_request(oftpsrv_t *server,
                                      oftpsrv_connection_request_cb callback,
                                      void *user_data);

/**
 * Registers the callback for Disconnected; NULL clears it. It is called when a connection ended.
 */
int32_t oftpsrv_on_disconnected(oftpsrv_t *server, oftpsrv_disconnected_cb callback, void *user_data);

/**
 * Registers the callback for EndResponse; NULL clears it. It is called when an EERP or NERP arrived, or, with
 * FireEndResponseOnSend, was sent.
 */
int32_t oftpsrv_on_end_response(oftpsrv_t *server, oftpsrv_end_response_cb callback, void *user_data);

/**
 * Registers the callback for EndTransfer; NULL clears it. It is called when a file ended, well or not. Clear
 * send_end_response to answer later with oftpsrv_send_end_response().
 */
int32_t oftpsrv_on_end_transfer(oftpsrv_t *server, oftpsrv_end_transfer_cb callback, void *user_data);

/**
 * Registers the callback for Error; NULL clears it. It is called when something went wrong that no caller is waiting
 * for.
 */
int32_t oftpsrv_on_error(oftpsrv_t *server,
                         oftpsrv_error_cb callback,
                         void *user_data);

/**
 * Registers the callback for Log; NULL clears it. It is called when there is a log entry; see LogLevel.
 */
int32_t oftpsrv_on_log(oftpsrv_t *server, oftpsrv_log_cb callback, void *user_data);

/**
 * Registers the callback for PITrail; NULL clears it. It is called when a command was sent or received.
 */
int32_t oftpsrv_on_pi_trail(oftpsrv_t *server, oftpsrv_pi_trail_cb callback, void *user_data);

/**
 * Registers the callback for ReadyToSend; NULL clears it. It is called each time the partner gave the turn, also when it
 * gave it back: queue every file once, then call oftpsrv_logoff(), which gives the turn back behind the last file, or ends
 * the session when there was none. Without that the turn is kept for TurnHoldTime.
 */
int32_t oftpsrv_on_ready_to_send(oftpsrv_t *server,
                                 oftpsrv_ready_to_send_cb callback,
                                 void *user_data);

/**
 * Registers the callback for SSLClientAuthentication; NULL clears it. It is called when a TLS client presented its
 * certificate: set accept, which is prefilled with the result of the verification.
 */
int32_t oftpsrv_on_ssl_client_authentication(oftpsrv_t *server,
                                             oftpsrv_ssl_client_authentication_cb callback,
                                             void *user_data);

/**
 * Registers the callback for SSLConnectionRequest; NULL clears it. It is called when a TLS client hello arrived:
 * another certificate may be chosen. Fires with the internal TLS provider.
 */
int32_t oftpsrv_on_ssl_connection_request(oftpsrv_t *server,
                                          oftpsrv_ssl_connection_request_cb callback,
                                          void *user_data);

/**
 * Registers the callback for SSLStatus; NULL clears it. It is called when a TLS handshake made progress.
 */
int32_t oftpsrv_on_ssl_status(oftpsrv_t *server, oftpsrv_ssl_status_cb callback, void *user_data);

/**
 * Registers the callback for StartTransfer; NULL clears it. It is called when a file starts; its local path may
 * still be changed.
 */
int32_t oftpsrv_on_start_transfer(oftpsrv_t *server,
                                  oftpsrv_start_transfer_cb callback,
                                  void *user_data);

/**
 * Registers the callback for Transfer; NULL clears it. It is called when data of a file was sent or received.
 */
int32_t oftpsrv_on_transfer(oftpsrv_t *server, oftpsrv_transfer_cb callback, void *user_data);

/**
 * Sets error_description of a running AcceptConnection event. `value` is copied; the structure points at the copy
 * from then on.
 */
int32_t oftpsrv_accept_connection_event_set_error_description(oftpsrv_accept_connection_event_t *event,
                                                              const char *value);

/**
 * Sets file_name of a running AcceptFile event. `value` is copied; the structure points at the copy from then on.
 */
int32_t oftpsrv_accept_file_event_set_file_name(oftpsrv_accept_file_event_t *event,
                                                const char *value);

/**
 * Sets error_description of a running AcceptFile event. `value` is copied; the structure points at the copy from
 * then on.
 */
int32_t oftpsrv_accept_file_event_set_error_description(oftpsrv_accept_file_event_t *event,
                                                        const char *value);

/**
 * Sets file_hash of a running EndResponse event. `value` is copied; the structure points at the copy from then on.
 */
int32_t oftpsrv_end_response_event_set_file_hash(oftpsrv_end_response_event_t *event,
                                                 const char *value);

/**
 * Sets cert_store of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
 * then on.
 */
int32_t oftpsrv_ssl_connection_request_event_set_cert_store(oftpsrv_ssl_connection_request_event_t *event,
                                                            const char *value);

/**
 * Sets cert_password of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy
 * from then on.
 */
int32_t oftpsrv_ssl_connection_request_event_set_cert_password(oftpsrv_ssl_connection_request_event_t *event,
                                                               const char *value);

/**
 * Sets cert_subject of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy
 * from then on.
 */
int32_t oftpsrv_ssl_connection_request_event_set_cert_subject(oftpsrv_ssl_connection_request_event_t *event,
                                                              const char *value);

/**
 * Sets local_file of a running StartTransfer event. `value` is copied; the structure points at the copy from then
 * on.
 */
int32_t oftpsrv_start_transfer_event_set_local_file(oftpsrv_start_transfer_event_t *event,
                                                    const char *value);

/**
 * Makes an empty certificate, to be filled through its fields. NULL when that fails.
 */
oftpsrv_certificate_t *oftpsrv_certificate_new(void);

/**
 * Loads a certificate, with its private key where there is one. `store_type` is one of OFTPSRV_STORE_..., `store` the file's
 * name or the content as text. `password` may be NULL for none. `subject` chooses in a store with several: an exact name, part
 * of one, "Thumbprint=..." or "*" for the first; NULL is "*". 679 when there is no such file, 690 when it is not such a store,
 * the password is wrong or nothing in it fits.
 */
int32_t oftpsrv_certificate_load(int32_t store_type,
                                 const char *store,
                                 const char *password,
                                 const char *subject,
                                 oftpsrv_certificate_t **out);

/**
 * Like oftpsrv_certificate_load(), with the store as octets.
 */
int32_t oftpsrv_certificate_load_blob(int32_t store_type,
                                      const uint8_t *data,
                                      size_t data_len,
                                      const char *password,
                                      const char *subject,
                                      oftpsrv_certificate_t **out);

/**
 * Takes one more reference, to be given back with one more oftpsrv_certificate_free().
 */
int32_t oftpsrv_certificate_retain(oftpsrv_certificate_t *certificate);

/**
 * Gives a reference back; with the last one the handle is dead and the private key is wiped, unless a server still uses it.
 * NULL is fine.
 */
void oftpsrv_certificate_free(oftpsrv_certificate_t *certificate);

/**
 * Reads Certificate, which signs, decrypts and authenticates, for the CertificateType of this moment. A reference of the
 * caller's own, never NULL: what is set on it is set on the server, until oftpsrv_set_certificate() puts another one in its
 * place. It is empty, with an empty Subject, while none is set.
 */
int32_t oftpsrv_get_certificate(const oftpsrv_t *server,
                                oftpsrv_certificate_t **out);

/**
 * Sets Certificate, which signs, decrypts and authenticates; NULL clears. The server takes the certificate as it is now and
 * keeps what it needs; the caller's reference stays the caller's. A certificate that oftpsrv_get_certificate() gave is the
 * server's own already.
 */
int32_t oftpsrv_set_certificate(oftpsrv_t *server,
                                const oftpsrv_certificate_t *certificate);

/**
 * Reads SSLCert, the certificate of the TLS listener. A reference of the caller's own, never NULL: what is set on it is set
 * on the server, until oftpsrv_set_ssl_cert() puts another one in its place. It is empty, with an empty Subject, while none is
 * set.
 */
int32_t oftpsrv_get_ssl_cert(const oftpsrv_t *server,
                             oftpsrv_certificate_t **out);

/**
 * Sets SSLCert, the certificate of the TLS listener; NULL clears. The server takes the certificate as it is now. A certificate
 * that oftpsrv_get_ssl_cert() gave is the server's own already.
 */
int32_t oftpsrv_set_ssl_cert(oftpsrv_t *server,
                             const oftpsrv_certificate_t *certificate);

/**
 * Reads TrustedCerts, the certificates that are trusted to issue others. The caller frees the list with
 * oftpsrv_certificates_free().
 */
int32_t oftpsrv_get_trusted_certs(const oftpsrv_t *server, oftpsrv_certificate_t ***out, size_t *count);

/**
 * Sets TrustedCerts to `count` certificates; 0 clears. The references stay the caller's.
 */
int32_t oftpsrv_set_trusted_certs(oftpsrv_t *server,
                                  const oftpsrv_certificate_t *const *certificates,
                                  size_t count);

/**
 * Frees a list of oftpsrv_get_trusted_certs() and gives its references back. NULL is fine.
 */
void oftpsrv_certificates_free(oftpsrv_certificate_t **certificates, size_t count);

/**
 * Reads EffectiveDate: from when it is valid, as "23-Jan-2000 15:00:00" in local time. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_effective_date(const oftpsrv_certificate_t *certificate,
                                               char **out);

/**
 * Reads ExpirationDate: until when it is valid, as "23-Jan-2001 15:00:00" in local time. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_expiration_date(const oftpsrv_certificate_t *certificate,
                                                char **out);

/**
 * Reads ExtendedKeyUsage: comma separated object identifiers. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_extended_key_usage(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads Fingerprint: MD5, as hex with colons. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_fingerprint(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads FingerprintSHA1: SHA-1, as hex with colons. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_fingerprint_sha1(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads FingerprintSHA256: SHA-256, as hex with colons. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_fingerprint_sha256(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads Issuer: the name of who issued it. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_issuer(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads KeyPassword: the password of the private key, where it differs from the store's. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_key_password(const oftpsrv_certificate_t *certificate,
                                             char **out);

/**
 * Sets KeyPassword: the password of the private key, where it differs from the store's.
 */
int32_t oftpsrv_certificate_set_key_password(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads PrivateKey: PEM of the private key, empty when there is none or when it must not leave its store. The caller
 * frees the text.
 */
int32_t oftpsrv_certificate_get_private_key(const oftpsrv_certificate_t *certificate,
                                            char **out);

/**
 * Reads PrivateKeyAvailable: whether there is a private key.
 */
int32_t oftpsrv_certificate_get_private_key_available(const oftpsrv_certificate_t *certificate, bool *out);

/**
 * Reads PrivateKeyContainer: the name of the key container; Windows only, empty elsewhere. The caller frees the
 * text.
 */
int32_t oftpsrv_certificate_get_private_key_container(const oftpsrv_certificate_t *certificate,
                                                      char **out);

/**
 * Reads PublicKey: PEM of the public key. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_public_key(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads PublicKeyAlgorithm: the name of the algorithm of the public key, or its object identifier. The caller frees
 * the text.
 */
int32_t oftpsrv_certificate_get_public_key_algorithm(const oftpsrv_certificate_t *certificate,
                                                     char **out);

/**
 * Reads PublicKeyLength: the length of the public key in bits.
 */
int32_t oftpsrv_certificate_get_public_key_length(const oftpsrv_certificate_t *certificate, int32_t *out);

/**
 * Reads SerialNumber: hex of the serial number. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_serial_number(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads SignatureAlgorithm: the name of the algorithm of the signature, or its object identifier. The caller frees
 * the text.
 */
int32_t oftpsrv_certificate_get_signature_algorithm(const oftpsrv_certificate_t *certificate,
                                                    char **out);

/**
 * Reads Store: the name or content of the store. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_store(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Sets Store: the name or content of the store.
 */
int32_t oftpsrv_certificate_set_store(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads StoreB: the name or content of the store as octets. The caller frees the octets.
 */
int32_t oftpsrv_certificate_get_store_blob(const oftpsrv_certificate_t *certificate,
                                           uint8_t **out,
                                           size_t *out_len);

/**
 * Sets StoreB: the name or content of the store as octets.
 */
int32_t oftpsrv_certificate_set_store_blob(oftpsrv_certificate_t *certificate,
                                           const uint8_t *data,
                                           size_t data_len);

/**
 * Reads StorePassword: the password of the store. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_store_password(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Sets StorePassword: the password of the store.
 */
int32_t oftpsrv_certificate_set_store_password(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads StoreType: one of OFTPSRV_STORE_....
 */
int32_t oftpsrv_certificate_get_store_type(const oftpsrv_certificate_t *certificate, int32_t *out);

/**
 * Sets StoreType: one of OFTPSRV_STORE_....
 */
int32_t oftpsrv_certificate_set_store_type(oftpsrv_certificate_t *certificate, int32_t value);

/**
 * Reads SubjectAltNames: comma separated alternative names of the subject. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_subject_alt_names(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads ThumbprintMD5: MD5 of the certificate in hex. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_thumbprint_md5(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads ThumbprintSHA1: SHA-1 of the certificate in hex. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_thumbprint_sha1(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads ThumbprintSHA256: SHA-256 of the certificate in hex. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_thumbprint_sha256(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads Usage: comma separated names of the bits of UsageFlags. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_usage(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads UsageFlags: what the key may be used for: 0x80 digital signature, 0x40 non-repudiation, 0x20 key
 * encipherment, 0x10 data encipherment, 0x08 key agreement, 0x04 certificate signing, 0x02 CRL signing, 0x01
 * encipher only.
 */
int32_t oftpsrv_certificate_get_usage_flags(const oftpsrv_certificate_t *certificate, int32_t *out);

/**
 * Reads Version: "V1", "V2" or "V3". The caller frees the text.
 */
int32_t oftpsrv_certificate_get_version(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Reads Subject: the name of the subject; empty when none is loaded. The caller frees the text.
 */
int32_t oftpsrv_certificate_get_subject(const oftpsrv_certificate_t *certificate, char **out);

/**
 * Sets Subject: the name of the subject. Setting it searches the store: exact name, part of a name, "Thumbprint=..."
 * or "*". 679, 690 or 9 when the store cannot be opened. While Store is not set, or StoreType or StorePassword is not and may be
 * what is missing, the search is put off: until a fact is read, or a server is given the certificate or needs it.
 */
int32_t oftpsrv_certificate_set_subject(oftpsrv_certificate_t *certificate,
                                        const char *value);

/**
 * Reads Encoded: PEM of the certificate. Setting it looks for the private key in the store. The caller frees the
 * text.
 */
int32_t oftpsrv_certificate_get_encoded(const oftpsrv_certificate_t *certificate,
                                        char **out);

/**
 * Sets Encoded: PEM of the certificate. Setting it looks for the private key in the store.
 */
int32_t oftpsrv_certificate_set_encoded(oftpsrv_certificate_t *certificate, const char *value);

/**
 * Reads EncodedB: the certificate as octets. Setting it looks for the private key in the store. The caller frees the
 * octets.
 */
int32_t oftpsrv_certificate_get_encoded_blob(const oftpsrv_certificate_t *certificate,
                                             uint8_t **out,
                                             size_t *out_len);

/**
 * Sets EncodedB: the certificate as octets. Setting it looks for the private key in the store.
 */
int32_t oftpsrv_certificate_set_encoded_blob(oftpsrv_certificate_t *certificate,
                                             const uint8_t *data,
                                             size_t data_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* OFTPSRV_H */
