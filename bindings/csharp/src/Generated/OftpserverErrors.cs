// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
namespace OftpSrv
{
    /// <summary>The numbers of errors: <see cref="OftpserverException.Code"/>.</summary>
    public static class OftpserverErrors
    {
        /// <summary>An argument that must not be NULL is NULL.</summary>
        public const int NullArgument = 1;

        /// <summary>A text argument is not valid UTF-8.</summary>
        public const int NotUtf8 = 2;

        /// <summary>The handle is not alive: it was freed, or it never came from this library.</summary>
        public const int StaleHandle = 3;

        /// <summary>Internal error: the engine panicked. The message says where.</summary>
        public const int Panic = 4;

        /// <summary>No property or config setting has this name.</summary>
        public const int UnknownSetting = 5;

        /// <summary>The value does not fit the setting: wrong type, out of range or too long.</summary>
        public const int BadValue = 6;

        /// <summary>The setting can be read only.</summary>
        public const int ReadOnly = 7;

        /// <summary>An argument has a value that is not allowed.</summary>
        public const int BadArgument = 8;

        /// <summary>This platform or this build has no such thing.</summary>
        public const int NotSupported = 9;

        /// <summary>The connection is not in a state in which this can be done.</summary>
        public const int NotReady = 10;

        /// <summary>The state store under StatePath cannot be read or written.</summary>
        public const int StateStore = 11;

        /// <summary>The operation was interrupted by Interrupt, Disconnect or Shutdown.</summary>
        public const int Interrupted = 12;

        /// <summary>The operation timed out.</summary>
        public const int Timeout = 13;

        /// <summary>The event has been answered; an answer now comes too late.</summary>
        public const int AnswerTooLate = 17;

        /// <summary>You cannot change the RemotePort at this time. A connection is in progress.</summary>
        public const int RemotePortInUse = 100;

        /// <summary>You cannot change the RemoteHost at this time. A connection is in progress.</summary>
        public const int RemoteHostInUse = 101;

        /// <summary>The RemoteHost address is invalid (0.0.0.0).</summary>
        public const int RemoteHostInvalid = 102;

        /// <summary>TCPServer is already listening.</summary>
        public const int AlreadyListening = 104;

        /// <summary>Cannot change LocalPort when TCPServer is listening.</summary>
        public const int LocalPortInUse = 106;

        /// <summary>Cannot change LocalHost when TCPServer is listening.</summary>
        public const int LocalHostInUse = 107;

        /// <summary>Cannot change MaxConnections when TCPServer is listening.</summary>
        public const int MaxConnectionsInUse = 108;

        /// <summary>You cannot change MaxLineLength at this time. A connection is in progress.</summary>
        public const int MaxLineLengthInUse = 112;

        /// <summary>RemotePort cannot be zero. Please specify a valid service port number.</summary>
        public const int RemotePortZero = 116;

        /// <summary>Invalid ConnectionId.</summary>
        public const int InvalidConnectionId = 126;

        /// <summary>Operation would block.</summary>
        public const int WouldBlock = 135;

        /// <summary>OFTP protocol error.</summary>
        public const int Protocol = 671;

        /// <summary>ServerSSID must be set before Listening is set to true.</summary>
        public const int SsidNotSet = 672;

        /// <summary>ServerSFID must be set before Listening is set to true.</summary>
        public const int SfidNotSet = 673;

        /// <summary>Session terminated by client. Unknown SSID or SFID.</summary>
        public const int UnknownCode = 675;

        /// <summary>Session terminated by client. Unknown Password.</summary>
        public const int UnknownPassword = 677;

        /// <summary>Error building packet to send.</summary>
        public const int BuildPacket = 678;

        /// <summary>Error reading file specified.</summary>
        public const int ReadFile = 679;

        /// <summary>Invalid date timestamp.</summary>
        public const int InvalidDate = 680;

        /// <summary>Local file exists and overwrite is set to false.</summary>
        public const int FileExists = 681;

        /// <summary>Invalid hash value.</summary>
        public const int InvalidHash = 682;

        /// <summary>Invalid signature.</summary>
        public const int InvalidSignature = 683;

        /// <summary>Cryptographic operation failed.</summary>
        public const int Crypto = 684;

        /// <summary>No encryption certificate was specified.</summary>
        public const int NoEncryptionCert = 685;

        /// <summary>No signing certificate was specified.</summary>
        public const int NoSigningCert = 686;

        /// <summary>Send failed. Check the description for more details.</summary>
        public const int SendFailed = 687;

        /// <summary>
        /// The requested feature is only supported in OFTP Version 2.0. Check the description for more details.
        /// </summary>
        public const int Version20Only = 688;

        /// <summary>
        /// A required certificate was not provided. The error descriptions indicates which property must be set.
        /// </summary>
        public const int CertRequired = 689;

        /// <summary>Invalid Certificate.</summary>
        public const int InvalidCert = 690;

        /// <summary>Failed to import trusted certificates.</summary>
        public const int TrustedImport = 691;

        /// <summary>Interrupted system call.</summary>
        public const int EINTR = 10004;

        /// <summary>Bad file number.</summary>
        public const int EBADF = 10009;

        /// <summary>Access denied.</summary>
        public const int EACCES = 10013;

        /// <summary>Bad address.</summary>
        public const int EFAULT = 10014;

        /// <summary>Invalid argument.</summary>
        public const int EINVAL = 10022;

        /// <summary>Too many open files.</summary>
        public const int EMFILE = 10024;

        /// <summary>Operation would block.</summary>
        public const int EWOULDBLOCK = 10035;

        /// <summary>Operation now in progress.</summary>
        public const int EINPROGRESS = 10036;

        /// <summary>Operation already in progress.</summary>
        public const int EALREADY = 10037;

        /// <summary>Socket operation on nonsocket.</summary>
        public const int ENOTSOCK = 10038;

        /// <summary>Destination address required.</summary>
        public const int EDESTADDRREQ = 10039;

        /// <summary>Message is too long.</summary>
        public const int EMSGSIZE = 10040;

        /// <summary>Protocol wrong type for socket.</summary>
        public const int EPROTOTYPE = 10041;

        /// <summary>Bad protocol option.</summary>
        public const int ENOPROTOOPT = 10042;

        /// <summary>Protocol is not supported.</summary>
        public const int EPROTONOSUPPORT = 10043;

        /// <summary>Socket type is not supported.</summary>
        public const int ESOCKTNOSUPPORT = 10044;

        /// <summary>Operation is not supported on socket.</summary>
        public const int EOPNOTSUPP = 10045;

        /// <summary>Protocol family is not supported.</summary>
        public const int EPFNOSUPPORT = 10046;

        /// <summary>Address family is not supported by protocol family.</summary>
        public const int EAFNOSUPPORT = 10047;

        /// <summary>Address already in use.</summary>
        public const int EADDRINUSE = 10048;

        /// <summary>Cannot assign requested address.</summary>
        public const int EADDRNOTAVAIL = 10049;

        /// <summary>Network is down.</summary>
        public const int ENETDOWN = 10050;

        /// <summary>Network is unreachable.</summary>
        public const int ENETUNREACH = 10051;

        /// <summary>Net dropped connection or reset.</summary>
        public const int ENETRESET = 10052;

        /// <summary>Software caused connection abort.</summary>
        public const int ECONNABORTED = 10053;

        /// <summary>Connection reset by peer.</summary>
        public const int ECONNRESET = 10054;

        /// <summary>No buffer space available.</summary>
        public const int ENOBUFS = 10055;

        /// <summary>Socket is already connected.</summary>
        public const int EISCONN = 10056;

        /// <summary>Socket is not connected.</summary>
        public const int ENOTCONN = 10057;

        /// <summary>Cannot send after socket shutdown.</summary>
        public const int ESHUTDOWN = 10058;

        /// <summary>Too many references, cannot splice.</summary>
        public const int ETOOMANYREFS = 10059;

        /// <summary>Connection timed out.</summary>
        public const int ETIMEDOUT = 10060;

        /// <summary>Connection refused.</summary>
        public const int ECONNREFUSED = 10061;

        /// <summary>Too many levels of symbolic links.</summary>
        public const int ELOOP = 10062;

        /// <summary>File name is too long.</summary>
        public const int ENAMETOOLONG = 10063;

        /// <summary>Host is down.</summary>
        public const int EHOSTDOWN = 10064;

        /// <summary>No route to host.</summary>
        public const int EHOSTUNREACH = 10065;

        /// <summary>Directory is not empty</summary>
        public const int ENOTEMPTY = 10066;

        /// <summary>Too many processes.</summary>
        public const int EPROCLIM = 10067;

        /// <summary>Too many users.</summary>
        public const int EUSERS = 10068;

        /// <summary>Disc Quota Exceeded.</summary>
        public const int EDQUOT = 10069;

        /// <summary>Stale NFS file handle.</summary>
        public const int ESTALE = 10070;

        /// <summary>Too many levels of remote in path.</summary>
        public const int EREMOTE = 10071;

        /// <summary>Network subsystem is unavailable.</summary>
        public const int SYSNOTREADY = 10091;

        /// <summary>WINSOCK DLL Version out of range.</summary>
        public const int VERNOTSUPPORTED = 10092;

        /// <summary>Winsock is not loaded yet.</summary>
        public const int NOTINITIALISED = 10093;

        /// <summary>Host not found.</summary>
        public const int HostNotFound = 11001;

        /// <summary>Nonauthoritative 'Host not found' (try again or check DNS setup).</summary>
        public const int TryAgain = 11002;

        /// <summary>Nonrecoverable errors: FORMERR, REFUSED, NOTIMP.</summary>
        public const int NoRecovery = 11003;

        /// <summary>Valid name, no data record (check DNS setup).</summary>
        public const int NoData = 11004;
    }
}
