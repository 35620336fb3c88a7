//! The table. A row: the Rust name, the public name, where it can be given, who changes it, its form, its default, when a
//! change takes effect, what it means; behind that, for other classes than the server, `also [Also { … }]`. Defaults are the class reference's; where it gives none, the safe one. Positions do
//! not matter; a setting is added by adding a row.

use super::choices::*;
use super::constants::{ALGORITHMS, FORMATS, LOG_LEVELS, SECURITY_LEVELS, STORE_TYPES, VERSIONS};
use super::errors::codes;
use super::forms::*;

macro_rules! settings {
    ($($(#[doc = $gdoc:literal])* $group:ident {
        $($id:ident, $name:literal, $scope:ident, $access:ident, $form:expr, $default:expr, $applies:expr, $doc:literal $(, also [$($also:expr),+ $(,)?])?;)*
    })*) => {
        /// The parts of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Group { $($(#[doc = $gdoc])* $group,)* }

        impl Group {
            /// All parts, in order.
            pub const ALL: &'static [Group] = &[$(Group::$group),*];
            /// The heading on the reference page.
            pub fn heading(self) -> &'static str { match self { $(Group::$group => concat!($($gdoc),*)),* } }
        }

        /// Names the settings.
        #[allow(rustdoc::broken_intra_doc_links, reason = "names in brackets are those of the table")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(clippy::enum_variant_names, reason = "they are the names of the settings")]
        pub enum Id { $($(#[doc = $doc] $id,)*)* }

        /// Every setting; the index is the [`Id`] as a number.
        pub const SETTINGS: &[Setting] = &[$($({
            const FORM: Form = $form;
            Setting {
                id: Id::$id, name: $name, group: Group::$group, scope: Scope::$scope, access: Access::$access,
                kind: FORM.kind, sensitive: FORM.sensitive, default: $default, applies: $applies, doc: $doc,
                also: &[$($($also),+)?],
            }
        },)*)*];
    };
}

settings! {
/// Properties of the server
Property {
    ConnectionBacklog, "ConnectionBacklog", Server, ReadWrite, int(1, 65_535), "5", next_start(),
        "How many connections the operating system keeps waiting until they are accepted.";
    DefaultTimeout, "DefaultTimeout", Server, ReadWrite, SECONDS, "60", next_connection(),
        "Seconds without any progress after which an operation of a connection fails; 0 waits for ever. [Timeout] overrides it for one connection.";
    Listening, "Listening", Server, ReadOnly, boolean(), "False", always(),
        "Whether the server listens. [StartListening] and [StopListening] change it.";
    LocalHost, "LocalHost", Server, ReadWrite, text_up_to(255), "", not_while_listening(codes::LOCAL_HOST_IN_USE),
        "The address (or host name) of the interface to listen on; empty listens on all.";
    LocalPort, "LocalPort", Server, ReadWrite, int(0, 65_535), "3305", not_while_listening(codes::LOCAL_PORT_IN_USE),
        "The TCP port to listen on; 0 lets the system choose one, which is read here once the server listens. 3305 is the port of plain OFTP; with [UseSSL] set 6619, where partners expect TLS. TLS on 3305 works and leaves a warning in the log.";
    ServerPassword, "ServerPassword", Both, ReadWrite, hidden(code(8)), "", always(),
        "The server's password of the bilateral agreement (SSIDPSWD).";
    ServerSFIDCode, "ServerSFIDCode", Both, ReadWrite, code(25), "", always(),
        "The server's own code as origin and destination of files (SFIDORIG, SFIDDEST).";
    ServerSSIDCode, "ServerSSIDCode", Both, ReadWrite, code(25), "", always(),
        "The server's own code as partner of a session (SSIDCODE).";
    SSLAuthenticateClients, "SSLAuthenticateClients", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether clients must show a certificate in the TLS handshake; [SSLClientAuthentication] then decides about it.";
    UseSSL, "UseSSL", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether clients must connect with TLS. Such a server speaks OFTP 2.0 only. Partners expect TLS on port 6619: set [LocalPort], which is 3305 until it is set.";
}
/// Fields of a connection
Connection {
    Compress, "Compress", Both, ReadWrite, boolean(), "False", always(),
        "Whether files to send are compressed (2.0); while a file is received, whether it is compressed.";
    Connected, "Connected", Connection, ReadOnly, boolean(), "False", always(),
        "Whether the connection is up.";
    ConnectionId, "ConnectionId", Connection, ReadOnly, text(), "", always(),
        "The identifier of the connection.";
    DownloadDirectory, "DownloadDirectory", Both, ReadWrite, text(), "", always(),
        "The directory that received files go to. Set it at the latest in [AcceptConnection]; without it (and without a download stream) files are refused.";
    EncryptionAlgorithm, "EncryptionAlgorithm", Both, ReadWrite, choice(&ALGORITHMS), "0", always(),
        "The cipher of files to send (2.0): 0 is 3DES, 1 is AES with 256 bits, as OFTP 2.0 prescribes. CipherSuite overrides it.";
    LocalAddress, "LocalAddress", Connection, ReadOnly, text(), "", always(),
        "The local address of the connection.";
    MaxRecordSize, "MaxRecordSize", Both, ReadWrite, int(0, 99_999), "0", always(),
        "The length of the records of a file to send: exact for [FORMAT_FIXED], the longest for [FORMAT_VARIABLE], 0 for the others (SFIDLRECL).";
    ReadyToSend, "ReadyToSend", Connection, ReadOnly, boolean(), "False", always(),
        "Whether the server has the turn and may send now.";
    RecipientCertStore, "RecipientCertStore", Both, ReadWrite, bytes(), "MY", always(),
        "Where the partner's certificate is: file name, store name, or the content, as [RecipientCertStoreType] says.";
    RecipientCertStoreB, "RecipientCertStoreB", Both, ReadWrite, bytes(), "MY", always(),
        "The value of [RecipientCertStore] as octets; both names are the same value.";
    RecipientCertStorePassword, "RecipientCertStorePassword", Both, ReadWrite, hidden(text()), "", always(),
        "The password of [RecipientCertStore].";
    RecipientCertStoreType, "RecipientCertStoreType", Both, ReadWrite, choice(&STORE_TYPES), "99", always(),
        "The kind of [RecipientCertStore]; 99 detects the type from the content, so that a path and a subject are enough. 0 and 1 are stores of Windows, which are not read (error 9).";
    RecipientCertSubject, "RecipientCertSubject", Both, ReadWrite, text(), "", always(),
        "Which certificate of [RecipientCertStore] is meant; * takes the first. Setting it loads the certificate, for the purpose that RecipientCertificateType names.";
    RemoteHost, "RemoteHost", Connection, ReadOnly, text(), "", always(),
        "The client's address.";
    RemotePort, "RemotePort", Connection, ReadOnly, int(0, 65_535), "0", always(),
        "The client's port.";
    SFIDCode, "SFIDCode", Connection, ReadWrite, code(25), "", always(),
        "The client's code as origin and destination of files.";
    SignedReceipt, "SignedReceipt", Both, ReadWrite, boolean(), "False", always(),
        "Whether a signed end response is asked for files to send (2.0); while a file is received, whether the client asks for one.";
    SSIDCode, "SSIDCode", Connection, ReadWrite, code(25), "", always(),
        "The client's code as partner of the session.";
    Timeout, "Timeout", Both, ReadWrite, SECONDS, "0", always(),
        "Seconds without any progress after which an operation fails; 0 waits for ever.";
    Version, "Version", Connection, ReadOnly, choice(&VERSIONS), "0", always(),
        "The version that the session uses.";
    VirtualFileDate, "VirtualFileDate", Connection, ReadWrite, text_up_to(128), "", always(),
        "The time stamp of the next file to send, in VirtualFileDateFormat or one of the formats of [Dates]; empty takes the current time.";
    VirtualFileFormat, "VirtualFileFormat", Both, ReadWrite, choice(&FORMATS), "0", always(),
        "The record format of files to send; while a file is received, its format.";
    VirtualFileSecurityLevel, "VirtualFileSecurityLevel", Both, ReadWrite, choice(&SECURITY_LEVELS), "0", always(),
        "Whether files to send are encrypted and signed (2.0); while a file is received, what it is.";
}
/// Config settings of OFTP
Config {
    AllowRetry, "AllowRetry", Both, ReadWrite, boolean(), "False", always(),
        "Whether a refusal of a file says that it may be offered again later (SFNARRTR).";
    CDAfterSendEndResponse, "CDAfterSendEndResponse", Both, ReadWrite, boolean(), "False", always(),
        "Whether the turn goes back to the client (CD) after SendEndResponse has sent an end response.";
    CertificateStore, "CertificateStore", Both, ReadWrite, bytes(), "MY", always(),
        "Where this side's certificate is, for one connection or, without connection, for the server: file name, store name, or the content.";
    CertificateStorePassword, "CertificateStorePassword", Both, ReadWrite, hidden(text()), "", always(),
        "The password of CertificateStore.";
    CertificateStoreType, "CertificateStoreType", Both, ReadWrite, choice(&STORE_TYPES), "99", always(),
        "The kind of CertificateStore; 99 detects the type from the content, so that a path and a subject are enough. 0 and 1 are stores of Windows, which are not read (error 9).";
    CertificateSubject, "CertificateSubject", Both, ReadWrite, text(), "", always(),
        "Which certificate of CertificateStore is meant; * takes the first. Setting it loads the certificate, for the purpose that CertificateType names.";
    CertificateType, "CertificateType", Both, ReadWrite, choice(&CERTIFICATE_TYPES), "0", always(),
        "What this side's certificate that is set next is used for; 0 for everything that has no certificate of its own.";
    ConnectionType, "ConnectionType", Both, ReadWrite, choice(&CONNECTION_TYPES), "0", always(),
        "What the server says about sending and receiving (SSIDSR); set it at the latest in AcceptConnection.";
    CreditCount, "CreditCount", Both, ReadWrite, int(1, 999), "99", always(),
        "How many data buffers are sent before the receiver answers (SSIDCRED). Set it at the latest in AcceptConnection; then it is the smaller of both sides' values.";
    DefaultIdleTimeout, "DefaultIdleTimeout", Server, ReadWrite, SECONDS, "0", always(),
        "Seconds without any traffic after which a client is disconnected; 0 never. IdleTimeout overrides it for one connection.";
    DefaultReceiptHashAlgorithm, "DefaultReceiptHashAlgorithm", Both, ReadWrite, choice(&HASHES), "0", always(),
        "The hash of signed end responses for files that are sent plain. Secured files use one suite for both, so FileHashAlgorithm decides there.";
    DeleteOnError, "DeleteOnError", Both, ReadWrite, boolean(), "True", always(),
        "Whether a received file that cannot be verified, decrypted or decompressed is deleted. False keeps what was received under its temporary name.";
    DisconnectAfterEndSession, "DisconnectAfterEndSession", Both, ReadWrite, boolean(), "False", always(),
        "Whether the connection is closed at once after the end of the session was sent. False gives the partner the time to read it and to close first, as RFC 5024 has it.";
    ExchangeBufferSize, "ExchangeBufferSize", Both, ReadWrite, int(128, 99_999), "32765", always(),
        "The longest data buffer in octets (SSIDSDEB). Set it at the latest in AcceptConnection; then it is the smaller of both sides' values.";
    ExchangeCertStoreType, "ExchangeCertStoreType", Server, ReadWrite, choice(&STORE_TYPES), "99", always(),
        "The kind of store that ExchangeCertificate reads.";
    ExchangeCertSubject, "ExchangeCertSubject", Server, ReadWrite, text(), "*", always(),
        "Which certificate of the store ExchangeCertificate sends; * takes the first.";
    FailOnUntrustedCert, "FailOnUntrustedCert", Both, ReadWrite, boolean(), "True", always(),
        "Whether a certificate that was not issued by one of TrustedCerts is an error (690). Nothing is checked while TrustedCerts is empty.";
    FileDescription, "FileDescription", Connection, ReadWrite, text_up_to(999), "", always(),
        "A description that goes with the next file to send (SFIDDESC, 2.0).";
    FileHashAlgorithm, "FileHashAlgorithm", Both, ReadWrite, choice(&HASHES), "1", always(),
        "The hash of secured files to send and of their end responses.";
    FireEndResponseOnSend, "FireEndResponseOnSend", Both, ReadWrite, boolean(), "False", always(),
        "Whether EndResponse also reports the end responses that the server sends.";
    FollowRedirects, "FollowRedirects", Server, ReadWrite, choice(&REDIRECTS), "0", always(),
        "What ImportTrustedCerts does when it is sent to another address: fail, follow, or follow while http stays http and https stays https.";
    FriendlyLogFormat, "FriendlyLogFormat", Both, ReadWrite, boolean(), "False", always(),
        "Whether PITrail delivers commands as a readable line instead of their octets.";
    IdleTimeout, "IdleTimeout", Both, ReadWrite, SECONDS, "0", always(),
        "Seconds without any traffic after which this client is disconnected; 0 never. While neither this nor DefaultIdleTimeout is set, a session in which nothing is under way ends after [Timeout].";
    KeepAlive, "KeepAlive", Server, ReadWrite, boolean(), "True", next_connection(),
        "Whether TCP looks from time to time if a silent partner is still there (SO_KEEPALIVE).";
    Linger, "Linger", Server, ReadWrite, boolean(), "True", next_connection(),
        "Whether closing a connection delivers first what was sent; False cuts it off at once.";
    LogLevel, "LogLevel", Both, ReadWrite, choice(&LOG_LEVELS), "1", always(),
        "How much the Log event tells.";
    ReceivedConnectionType, "ReceivedConnectionType", Connection, ReadOnly, choice(&CONNECTION_TYPES), "0", always(),
        "What the client said about sending and receiving, seen from the client.";
    ReceivedFileDateTime, "ReceivedFileDateTime", Connection, ReadOnly, text(), "", always(),
        "The time stamp of the file being received, in VirtualFileDateFormat.";
    ReceivedFileDescription, "ReceivedFileDescription", Connection, ReadOnly, text(), "", always(),
        "The description of the file being received (SFIDDESC, 2.0).";
    ReceivedFileEncryptionAlg, "ReceivedFileEncryptionAlg", Connection, ReadOnly, choice(&ALGORITHMS), "0", always(),
        "The cipher of the file being received.";
    ReceivedFileName, "ReceivedFileName", Connection, ReadOnly, text(), "", always(),
        "The local name of the file being received.";
    ReceivedFileNameFormat, "ReceivedFileNameFormat", Both, ReadWrite, text(), "%VirtualFileName%", always(),
        "How local names of received files are made. Macros: %VirtualFileName%, %VirtualFileDate%, %VirtualFileDate:format%, %Originator%, %Destination%, %UserData%, %CurrentTime%, %GUID%.";
    RecipientCertificateType, "RecipientCertificateType", Both, ReadWrite, choice(&RECIPIENT_TYPES), "0", always(),
        "What the partner's certificate that is set next is used for; 0 for everything that has no certificate of its own.";
    Retry, "Retry", Connection, ReadOnly, boolean(), "False", always(),
        "Whether the partner that refused the last file allows another attempt.";
    SecureAuthentication, "SecureAuthentication", Both, ReadWrite, choice(&AUTHENTICATION), "2", always(),
        "Authentication of the session with certificates (SSIDAUTH, 2.0): disallowed, required, or done when the client asks for it.";
    SendCDAfterEFPA, "SendCDAfterEFPA", Both, ReadWrite, boolean(), "False", always(),
        "Whether the turn is passed on (CD) after every file, also when the partner's EFPA does not ask for it.";
    TempPath, "TempPath", Both, ReadWrite, text(), "", always(),
        "The directory for temporary files; empty takes the download directory for files being received and the system's for files being prepared.";
    TrustedCertsData, "TrustedCertsData", Server, ReadWrite, long_text(), "", always(),
        "What ImportTrustedCerts reads: a file name, an address (http, https) or the content; certificates or a trust list of Odette.";
    VirtualFileDateFormat, "VirtualFileDateFormat", Both, ReadWrite, text_up_to(255), "MM/dd/yyyy HH:mm:ss", always(),
        "How events and SendEndResponse write the time stamp of a file; patterns are those of [Dates]. Use yyyyMMddHHmmssffff to answer 2.0 files later with SendEndResponse.";
}
/// Config settings of TCP
Tcp {
    AllowedClients, "AllowedClients", Server, ReadWrite, addresses(), "", next_connection(),
        "Who may connect; for others ConnectionRequest starts with Accept false. Entries are addresses, networks (10.0.0.0/8, 2001:db8::/32), IPv4 addresses with * for an octet (10.1.*.5) or for all octets that follow (192.168.*), host names, and * for everyone; what cannot be read is error 6. Host names are looked up when somebody connects, and again after a minute; one that does not resolve within 5 seconds lets nobody in. While a newer answer takes longer than half a second, the last one holds, for an hour at most. Partners of IPv4 are compared as such, also on a socket of IPv6. Empty allows all.";
    BindExclusively, "BindExclusively", Server, ReadWrite, boolean(), "True", next_start(),
        "Whether nobody else may listen on the same port.";
    BlockedClients, "BlockedClients", Server, ReadWrite, addresses(), "", next_connection(),
        "Who may not connect: ConnectionRequest starts with Accept false. Entries as in AllowedClients, which it outweighs. A host name that does not resolve stands for the addresses that it had last, and before it ever resolved for nobody, because else whoever owns the name could shut the server for all; the log says so. To keep somebody out, write addresses or networks.";
    CloseStreamAfterTransfer, "CloseStreamAfterTransfer", Both, ReadWrite, boolean(), "True", always(),
        "Whether download and upload streams are closed after the transfer.";
    DefaultConnectionTimeout, "DefaultConnectionTimeout", Server, ReadWrite, SECONDS, "30", next_connection(),
        "Seconds that a TLS handshake may take in all, without the time that the program needs for its answers; 0 sets no limit.";
    InBufferSize, "InBufferSize", Server, ReadWrite, int(0, 1 << 30), "0", next_connection(),
        "The size of the system's receive buffer in octets; 0 leaves it to the system.";
    KeepAliveInterval, "KeepAliveInterval", Server, ReadWrite, int(0, 2_147_483_647), "0", next_connection(),
        "Milliseconds between two questions of TCP to a silent partner; 0 leaves it to the system.";
    KeepAliveTime, "KeepAliveTime", Server, ReadWrite, int(0, 2_147_483_647), "0", next_connection(),
        "Milliseconds of silence before TCP asks first; 0 leaves it to the system.";
    MaxConnections, "MaxConnections", Server, ReadWrite, int(1, 100_000), "1000", not_while_listening(codes::MAX_CONNECTIONS_IN_USE),
        "How many clients may be connected at a time; more are closed at once. Those that wait for host names of AllowedClients and BlockedClients count for themselves, up to the same number.";
    OutBufferSize, "OutBufferSize", Server, ReadWrite, int(0, 1 << 30), "0", next_connection(),
        "The size of the system's send buffer in octets; 0 leaves it to the system.";
    PreferredDHGroupBits, "PreferredDHGroupBits", Server, ReadWrite, int(1024, 8192), "2048", next_connection(),
        "The size of the group for DHE suites of TLS 1.2, in bits.";
    TcpNoDelay, "TcpNoDelay", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether TCP sends small packets at once instead of gathering them (TCP_NODELAY).";
    UseIPv6, "UseIPv6", Server, ReadWrite, choice(&IP_MODES), "0", next_start(),
        "Which addresses to listen on when LocalHost does not say: 0 IPv4, 1 IPv6, 2 both.";
}
/// Config settings of TLS
Ssl {
    LogSSLPackets, "LogSSLPackets", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether SSLStatus also reports every TLS record that is sent or received: direction, kind and length. It works with both providers.";
    ReuseSSLSession, "ReuseSSLSession", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether a client may resume an earlier TLS session.";
    SSLCACerts, "SSLCACerts", Server, ReadWrite, long_text(), "", next_connection(),
        "Certificates (PEM, one after the other) that are sent after the server's own in the TLS handshake.";
    SSLCheckCRL, "SSLCheckCRL", Server, ReadWrite, choice(&CHECKS), "0", next_connection(),
        "Whether client certificates are looked up in revocation lists: 0 no, 1 where there is a list, 2 always.";
    SSLCheckOCSP, "SSLCheckOCSP", Server, ReadWrite, choice(&CHECKS), "0", next_connection(),
        "Whether the issuer is asked if a client certificate is revoked: 0 no, 1 where it can be asked, 2 always.";
    SSLCipherStrength, "SSLCipherStrength", Server, ReadWrite, int(0, 256), "0", next_connection(),
        "The least strength of a TLS cipher in bits; 0 accepts every enabled suite.";
    SSLClientCACerts, "SSLClientCACerts", Server, ReadWrite, long_text(), "", next_connection(),
        "Certificates (PEM, one after the other) of the authorities that client certificates must come from.";
    SSLContextProtocol, "SSLContextProtocol", Server, ReadWrite, text(), "", platform("it configures Java's TLS; SSLEnabledProtocols chooses the versions."),
        "The protocol name of a Java SSLContext.";
    SSLEnabledCipherSuites, "SSLEnabledCipherSuites", Server, ReadWrite, text(), "*", next_connection(),
        "TLS cipher suites, separated by semicolons, by their standard names; * enables all that are safe.";
    SSLEnabledProtocols, "SSLEnabledProtocols", Server, ReadWrite, int(12, 16_380), "15360", next_connection(),
        "TLS versions, added up: 12288 is TLS 1.3, 3072 is TLS 1.2, 768 is 1.1, 192 is 1.0; the last two need the platform provider. Not set it is 15360: TLS 1.2 and 1.3, the safe choice. A sum with 48 (SSL 3.0) or 12 (SSL 2.0) in it is refused with error 6 when TLS starts.";
    SSLEnableRenegotiation, "SSLEnableRenegotiation", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether a TLS 1.2 client may renegotiate, with the platform provider. The renegotiation_info extension is always answered; the internal provider never renegotiates.";
    SSLIncludeCertChain, "SSLIncludeCertChain", Server, ReadWrite, boolean(), "True", next_connection(),
        "Whether the issuers that the store of SSLCert holds are sent after it in the TLS handshake. False sends it alone, with what SSLCACerts names; partners must have the issuers' certificates then.";
    SSLKeyLogFile, "SSLKeyLogFile", Server, ReadWrite, text(), "", next_connection(),
        "A file that the secrets of TLS sessions are appended to, so that a network trace can be read. For debugging only.";
    SSLNegotiatedCipher, "SSLNegotiatedCipher", Connection, ReadOnly, text(), "", always(),
        "The cipher of the TLS session.";
    SSLNegotiatedCipherStrength, "SSLNegotiatedCipherStrength", Connection, ReadOnly, int(0, 65_535), "0", always(),
        "The strength of that cipher in bits.";
    SSLNegotiatedCipherSuite, "SSLNegotiatedCipherSuite", Connection, ReadOnly, text(), "", always(),
        "The cipher suite of the TLS session.";
    SSLNegotiatedKeyExchange, "SSLNegotiatedKeyExchange", Connection, ReadOnly, text(), "", always(),
        "The key exchange of the TLS session.";
    SSLNegotiatedKeyExchangeStrength, "SSLNegotiatedKeyExchangeStrength", Connection, ReadOnly, int(0, 65_535), "0", always(),
        "The strength of that key exchange in bits.";
    SSLNegotiatedVersion, "SSLNegotiatedVersion", Connection, ReadOnly, text(), "", always(),
        "The version of TLS.";
    SSLServerCACerts, "SSLServerCACerts", Server, ReadWrite, long_text(), "", next_connection(),
        "Certificates (PEM, one after the other) of the authorities that the server names when SSLAuthenticateClients asks clients for a certificate, so that they choose a fitting one; empty names those of SSLClientCACerts and TrustedCerts. What a client shows is verified against these two alone.";
    SSLTrustManagerFactoryAlgorithm, "SSLTrustManagerFactoryAlgorithm", Server, ReadWrite, text(), "", platform("it configures Java's TLS; SSLClientCACerts and TrustedCerts say whom to trust."),
        "The algorithm name of a Java TrustManagerFactory.";
    TLS12SignatureAlgorithms, "TLS12SignatureAlgorithms", Server, ReadWrite, text(),
        "sha512-ecdsa,sha512-rsa,sha512-dsa,sha384-ecdsa,sha384-rsa,sha384-dsa,sha256-ecdsa,sha256-rsa,sha256-dsa,sha224-ecdsa,sha224-rsa,sha224-dsa,sha1-ecdsa,sha1-rsa,sha1-dsa",
        next_connection(), "The signature algorithms of TLS 1.2; empty does not restrict them. Those that the provider does not know are passed over.";
    TLS12SupportedGroups, "TLS12SupportedGroups", Server, ReadWrite, text(), "ecdhe_secp256r1,ecdhe_secp384r1,ecdhe_secp521r1", next_connection(),
        "The curves of TLS 1.2, the preferred first.";
    TLS13KeyShareGroups, "TLS13KeyShareGroups", Server, ReadWrite, text(), "ecdhe_x25519,ecdhe_secp256r1,ecdhe_secp384r1,ffdhe_2048,ffdhe_3072", next_connection(),
        "The groups of TLS 1.3 that key shares are made for beforehand; a server makes them when the client has chosen.";
    TLS13SignatureAlgorithms, "TLS13SignatureAlgorithms", Server, ReadWrite, text(),
        "ed25519,ed448,ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512,rsa_pss_sha256,rsa_pss_sha384,rsa_pss_sha512",
        next_connection(), "The signature algorithms of certificates in TLS 1.3. Those that the provider does not know are passed over.";
    TLS13SupportedGroups, "TLS13SupportedGroups", Server, ReadWrite, text(),
        "ecdhe_x25519,ecdhe_x448,ecdhe_secp256r1,ecdhe_secp384r1,ecdhe_secp521r1,ffdhe_2048,ffdhe_3072,ffdhe_4096,ffdhe_6144,ffdhe_8192",
        next_connection(), "The groups of TLS 1.3, the preferred first. Those that the provider does not know are passed over.";
}
/// Config settings of the library
Base {
    BuildInfo, "BuildInfo", Server, ReadOnly, text(), concat!("oftpsrv ", env!("CARGO_PKG_VERSION")), always(),
        "The product and its version.";
    GUIAvailable, "GUIAvailable", Server, ReadWrite, boolean(), "False", platform("the engine needs no message loop; events come as the dispatch mode says."),
        "Whether there is a message loop for events.";
    LicenseInfo, "LicenseInfo", Server, ReadOnly, text(), concat!("oftpsrv, ", env!("CARGO_PKG_LICENSE"), "; no key is needed"), always(),
        "The licence.";
    MaskSensitiveData, "MaskSensitiveData", Server, ReadWrite, boolean(), "True", always(),
        "Whether passwords and the like are hidden in Log and PITrail.";
    UseDaemonThreads, "UseDaemonThreads", Server, ReadWrite, boolean(), "False", platform("native threads know no such difference; Shutdown ends them all."),
        "Whether Java threads are daemon threads.";
    UseFIPSCompliantAPI, "UseFIPSCompliantAPI", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether only FIPS validated cryptography is used.";
    UseInternalSecurityAPI, "UseInternalSecurityAPI", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether TLS is the internal implementation (rustls) also where an automatic SSLProvider would choose the platform's.";
}
/// Settings of oftpsrv's own
Own {
    AcceptServerAuthOnlyClientCerts, "AcceptServerAuthOnlyClientCerts", Server, ReadWrite, boolean(), "False", next_connection(),
        "Whether client certificates count that are made for servers only (extended key usage without clientAuth).";
    AcceptTrustedSigners, "AcceptTrustedSigners", Both, ReadWrite, boolean(), "False", always(),
        "Whether signed files count without a RecipientCert when their signer's certificate was issued by one of TrustedCerts. Whoever has a certificate of such a CA can then sign in the partner's name; with a RecipientCert only that one counts.";
    AllowedCipherSuites, "AllowedCipherSuites", Both, ReadWrite, int_list(1, 10), "", always(),
        "The suites (SFIDCIPH) that received files may have, separated by commas; empty allows all. Others are refused with SFNA 15.";
    AllowUnsignedEndResponse, "AllowUnsignedEndResponse", Both, ReadWrite, boolean(), "False", always(),
        "Whether an end response without signature counts when a signed one was asked for. False reports it as an error (683).";
    CipherSuite, "CipherSuite", Both, ReadWrite, int(-1, 10), "-1", always(),
        "The suite of files to send (SFIDCIPH): 1 and 2 of RFC 5024, 3 to 6 of the Odette list OP09 (2015), 7 of the Odette Communication Setup 1.2 (2023), 8 to 10 of one product: agree on these first. -1, 0 or empty derives it from EncryptionAlgorithm and FileHashAlgorithm.";
    CompressedFiles, "CompressedFiles", Both, ReadWrite, choice(&POLICIES), "0", always(),
        "Whether received files may be compressed, must be, or must not be (SFNA 18; 99 when it is missing).";
    CompressionLevel, "CompressionLevel", Both, ReadWrite, int(0, 9), "3", always(),
        "How hard files to send are compressed (Compress): 1 is the fastest, 9 makes the smallest files, 0 only wraps them.";
    DuplicateDays, "DuplicateDays", Server, ReadWrite, int(0, 3650), "30", always(),
        "For how many days a stored file is remembered, so that it is recognised when it is offered again; 0 forgets it with its end response.";
    EncryptedFiles, "EncryptedFiles", Both, ReadWrite, choice(&POLICIES), "0", always(),
        "Whether received files may be encrypted, must be (SFNA 17), or must not be (SFNA 16).";
    EventThreads, "EventThreads", Server, ReadWrite, int(1, 1024), "64", next_start(),
        "How many threads run handlers at the same time with [DISPATCH_DIRECT]. Further events wait in order of arrival, and the log says so; the wait does not count as the partner's silence.";
    ForwardFiles, "ForwardFiles", Both, ReadWrite, boolean(), "False", always(),
        "Whether files for a destination that is none of this side's codes are taken, to be passed on: stored octet for octet as they came, with an end response only when the program sends one. False refuses them with SFNA 02. This side's codes are [ServerSFIDCode], [ServerSSIDCode] and OwnSFIDCodes.";
    ForwardHeader, "ForwardHeader", Connection, ReadWrite, text_up_to(8192), "", always(),
        "For files of another originator: SendFile sends them octet for octet under this SFID, whose form ReceivedFileHeader shows, instead of making one from the other settings. Empty sends files of this station's own.";
    IncludeSignerCertificate, "IncludeSignerCertificate", Both, ReadWrite, boolean(), "True", always(),
        "Whether signatures carry the signer's certificate.";
    KeyTransport, "KeyTransport", Both, ReadWrite, choice(&KEY_TRANSPORTS), "0", always(),
        "How the content key of files to send is encrypted with RSA: 0 as the suite says (OAEP for 8 to 10), 1 PKCS#1 v1.5, 2 OAEP.";
    LocalRecordFormat, "LocalRecordFormat", Both, ReadWrite, choice(&RECORD_FORMATS), "0", always(),
        "How local files of [FORMAT_FIXED] and [FORMAT_VARIABLE] look: 0 lines ended by CR LF, 1 binary, fixed records back to back and variable ones after their length in four octets, the highest first.";
    MaxDecompressedSize, "MaxDecompressedSize", Both, ReadWrite, int(-1, i64::MAX), "0", always(),
        "To how many octets a received file may grow when it is decompressed and decrypted. 0 takes the original size that the partner announced with an eighth and 1 MiB to spare, and 16 GiB where none was announced; -1 sets no limit.";
    MaxFileSize, "MaxFileSize", Both, ReadWrite, int(0, 9_999_999_999_999), "0", always(),
        "The largest file that is received, in blocks of 1024 octets; larger ones are refused with SFNA 06, or with EFNA 06 where the announced size was not true. 0 sets no limit.";
    MaxReceiveRecordSize, "MaxReceiveRecordSize", Both, ReadWrite, int(0, 99_999), "0", always(),
        "The longest record of received files; files with longer ones are refused with SFNA 05. 0 sets no limit.";
    OfferCompression, "OfferCompression", Both, ReadWrite, boolean(), "True", always(),
        "Whether the session may use the compression of data buffers (SSIDCMPR).";
    OfferRestart, "OfferRestart", Both, ReadWrite, boolean(), "True", always(),
        "Whether the session may continue files that were cut off (SSIDREST).";
    OFTPVersion, "OFTPVersion", Both, ReadWrite, choice(&VERSIONS), "3", always(),
        "The highest version that the server speaks.";
    OwnSFIDCodes, "OwnSFIDCodes", Both, ReadWrite, codes(25), "", always(),
        "Further codes of this side as destination and origin of files, beside [ServerSFIDCode] and [ServerSSIDCode], separated by commas: those of plants behind one SSID code. Files for them are taken, decrypted and answered like files for [ServerSFIDCode].";
    ReceivedFileHeader, "ReceivedFileHeader", Connection, ReadOnly, text(), "", always(),
        "The SFID of the file that was offered last, as text: what a program that forwards the file sets as ForwardHeader.";
    SignaturePadding, "SignaturePadding", Both, ReadWrite, choice(&SIGNATURE_PADDINGS), "0", always(),
        "The padding of RSA signatures: 0 as the suite says (PSS for 8 to 10), 1 PKCS#1 v1.5, 2 PSS.";
    SignedFiles, "SignedFiles", Both, ReadWrite, choice(&POLICIES), "0", always(),
        "Whether received files may be signed, must be (SFNA 20), or must not be (SFNA 19).";
    SSLCertStore, "SSLCertStore", Server, ReadWrite, bytes(), "", next_connection(),
        "Where the server's TLS certificate is, for servers that are set up from a text: file name, store name, or the content. Setting SSLCertSubject loads it.";
    SSLCertStorePassword, "SSLCertStorePassword", Server, ReadWrite, hidden(text()), "", next_connection(),
        "The password of SSLCertStore.";
    SSLCertStoreType, "SSLCertStoreType", Server, ReadWrite, choice(&STORE_TYPES), "99", next_connection(),
        "The kind of SSLCertStore; 99 detects the type from the content.";
    SSLCertSubject, "SSLCertSubject", Server, ReadWrite, text(), "", next_connection(),
        "Which certificate of SSLCertStore is meant; * takes the first. Setting it loads the certificate.";
    SSLProvider, "SSLProvider", Server, ReadWrite, choice(&PROVIDERS), "0", next_connection(),
        "The TLS implementation: 1 the platform's (OpenSSL), 2 the internal one (rustls), 0 the internal one unless a setting asks for what only the platform's can do.";
    StatePath, "StatePath", Server, ReadWrite, text(), "", not_while_listening(codes::ALREADY_LISTENING),
        "The directory that keeps what must survive a crash: files to continue, end responses owed, files already received. Servers of one process may share it; another process that has it is error 11. Empty keeps it in memory only.";
    SwapEndResponseCodes, "SwapEndResponseCodes", Both, ReadWrite, boolean(), "False", always(),
        "For partners that have it wrong: end responses name originator and destination as the file did instead of swapped.";
    TurnHoldTime, "TurnHoldTime", Both, ReadWrite, int(-1, 2_147_483_647), "1000", always(),
        "Milliseconds that the server keeps the turn for the program after ReadyToSend and after each file sent, before it passes the turn on by itself; 0 at once, -1 only when the program says so.";
    WorkerThreads, "WorkerThreads", Server, ReadWrite, int(0, 1024), "0", next_start(),
        "How many threads the engine runs; 0 takes as many as there are processors. Connections that are open when the server is started again keep the threads that they have.";
}
}
