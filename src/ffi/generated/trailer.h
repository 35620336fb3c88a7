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
