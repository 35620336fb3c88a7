// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
namespace OftpSrv
{
    /// <summary>Where handlers run (<see cref="Oftpserver.EventDispatch"/>).</summary>
    public static class DispatchModes
    {
        /// <summary>On the engine's threads, as things happen (default).</summary>
        public const int Direct = 0;

        /// <summary>Inside <see cref="Oftpserver.DoEvents()"/> only, on the caller's thread.</summary>
        public const int Queued = 1;
    }

    /// <summary>Versions of OFTP.</summary>
    public static class OFTPVersions
    {
        /// <summary>OFTP 1.2.</summary>
        public const int oftpVer12 = 0;

        /// <summary>OFTP 1.3.</summary>
        public const int oftpVer13 = 1;

        /// <summary>OFTP 1.4.</summary>
        public const int oftpVer14 = 2;

        /// <summary>OFTP 2.0.</summary>
        public const int oftpVer20 = 3;
    }

    /// <summary>Who sends a file or a command.</summary>
    public static class Directions
    {
        /// <summary>From the client.</summary>
        public const int Client = 0;

        /// <summary>From the server.</summary>
        public const int Server = 1;
    }

    /// <summary>Which way an end response goes.</summary>
    public static class EndResponseDirections
    {
        /// <summary>Received.</summary>
        public const int Received = 0;

        /// <summary>Sent.</summary>
        public const int Sent = 1;
    }

    /// <summary>Record formats of virtual files.</summary>
    public static class VirtualFileFormats
    {
        /// <summary>Octets without structure.</summary>
        public const int ffUnstructured = 0;

        /// <summary>Lines of text.</summary>
        public const int ffText = 1;

        /// <summary>Records of one length.</summary>
        public const int ffFixed = 2;

        /// <summary>Records of different lengths.</summary>
        public const int ffVariable = 3;
    }

    /// <summary>How a file is secured.</summary>
    public static class VirtualFileSecurityLevels
    {
        /// <summary>Neither signed nor encrypted.</summary>
        public const int slNone = 0;

        /// <summary>Encrypted.</summary>
        public const int slEncrypted = 1;

        /// <summary>Signed.</summary>
        public const int slSigned = 2;

        /// <summary>Encrypted and signed.</summary>
        public const int slEncryptedAndSigned = 3;
    }

    /// <summary>Ciphers of files to send.</summary>
    public static class EncryptionAlgorithms
    {
        /// <summary>Triple DES.</summary>
        public const int encra3DES = 0;

        /// <summary>AES.</summary>
        public const int encraAES = 1;
    }

    /// <summary>Kinds of certificate exchange.</summary>
    public static class CertificateExchangeTypes
    {
        /// <summary>Here is mine, send yours.</summary>
        public const int Request = 0;

        /// <summary>This one replaces all earlier ones.</summary>
        public const int Replace = 1;

        /// <summary>The answer to a request, or one more.</summary>
        public const int Deliver = 2;
    }

    /// <summary>How much the Log event tells.</summary>
    public static class LogLevels
    {
        /// <summary>Nothing.</summary>
        public const int None = 0;

        /// <summary>What happens, in few entries.</summary>
        public const int Info = 1;

        /// <summary>More of it.</summary>
        public const int Verbose = 2;

        /// <summary>Everything.</summary>
        public const int Debug = 3;
    }

    /// <summary>Kinds of certificate stores.</summary>
    public static class CertStoreTypes
    {
        /// <summary>A Windows store of the current user. It is not read: error 9.</summary>
        public const int cstUser = 0;

        /// <summary>A Windows store of the machine. It is not read: error 9.</summary>
        public const int cstMachine = 1;

        /// <summary>A PKCS#12 file.</summary>
        public const int cstPFXFile = 2;

        /// <summary>PKCS#12, the octets or their Base64.</summary>
        public const int cstPFXBlob = 3;

        /// <summary>A Java key store file.</summary>
        public const int cstJKSFile = 4;

        /// <summary>A Java key store, the octets or their Base64.</summary>
        public const int cstJKSBlob = 5;

        /// <summary>A PEM file with a private key and perhaps certificates.</summary>
        public const int cstPEMKeyFile = 6;

        /// <summary>PEM text with a private key and perhaps certificates.</summary>
        public const int cstPEMKeyBlob = 7;

        /// <summary>A file with a certificate, PEM or DER.</summary>
        public const int cstPublicKeyFile = 8;

        /// <summary>A certificate, PEM, DER or Base64.</summary>
        public const int cstPublicKeyBlob = 9;

        /// <summary>An SSH public key.</summary>
        public const int cstSSHPublicKeyBlob = 10;

        /// <summary>A PKCS#7 file with certificates.</summary>
        public const int cstP7BFile = 11;

        /// <summary>PKCS#7 with certificates.</summary>
        public const int cstP7BBlob = 12;

        /// <summary>An SSH public key file.</summary>
        public const int cstSSHPublicKeyFile = 13;

        /// <summary>A PuTTY private key file.</summary>
        public const int cstPPKFile = 14;

        /// <summary>A PuTTY private key.</summary>
        public const int cstPPKBlob = 15;

        /// <summary>A certificate or key in an XML file.</summary>
        public const int cstXMLFile = 16;

        /// <summary>A certificate or key in XML.</summary>
        public const int cstXMLBlob = 17;

        /// <summary>A JSON Web Key file.</summary>
        public const int cstJWKFile = 18;

        /// <summary>A JSON Web Key.</summary>
        public const int cstJWKBlob = 19;

        /// <summary>A Bouncy Castle FIPS key store file. It is not read: error 9.</summary>
        public const int cstBCFKSFile = 21;

        /// <summary>A Bouncy Castle FIPS key store. It is not read: error 9.</summary>
        public const int cstBCFKSBlob = 22;

        /// <summary>
        /// A security key behind a PKCS#11 module; Store is the module's path, the password is the PIN.
        /// </summary>
        public const int cstPKCS11 = 23;

        /// <summary>Whatever the content shows; never a PKCS#11 module, whatever a file is called.</summary>
        public const int cstAuto = 99;
    }

    /// <summary>Bits of <see cref="Certificate.UsageFlags"/>: what a key may be used for.</summary>
    public static class KeyUsages
    {
        /// <summary>Digital signature.</summary>
        public const int DigitalSignature = 128;

        /// <summary>Non-repudiation.</summary>
        public const int NonRepudiation = 64;

        /// <summary>Key encipherment.</summary>
        public const int KeyEncipherment = 32;

        /// <summary>Data encipherment.</summary>
        public const int DataEncipherment = 16;

        /// <summary>Key agreement.</summary>
        public const int KeyAgreement = 8;

        /// <summary>Certificate signing.</summary>
        public const int CertificateSigning = 4;

        /// <summary>CRL signing.</summary>
        public const int CrlSigning = 2;

        /// <summary>Encipher only.</summary>
        public const int EncipherOnly = 1;
    }

    /// <summary>Why a session ends (ESIDREAS).</summary>
    public static class EsidReasons
    {
        /// <summary>Normal session termination.</summary>
        public const int Normal = 0;

        /// <summary>Command not recognised.</summary>
        public const int CommandNotRecognised = 1;

        /// <summary>Protocol violation.</summary>
        public const int ProtocolViolation = 2;

        /// <summary>User code not known.</summary>
        public const int UnknownUserCode = 3;

        /// <summary>Invalid password.</summary>
        public const int InvalidPassword = 4;

        /// <summary>Local site emergency close down.</summary>
        public const int EmergencyCloseDown = 5;

        /// <summary>Command contained invalid data.</summary>
        public const int InvalidData = 6;

        /// <summary>Exchange buffer size error.</summary>
        public const int BufferSizeError = 7;

        /// <summary>Resources not available.</summary>
        public const int ResourcesNotAvailable = 8;

        /// <summary>Time out.</summary>
        public const int TimeOut = 9;

        /// <summary>Mode or capabilities incompatible.</summary>
        public const int IncompatibleCapabilities = 10;

        /// <summary>Invalid challenge response. Since OFTP 2.0.</summary>
        public const int InvalidChallengeResponse = 11;

        /// <summary>Secure authentication requirements incompatible. Since OFTP 2.0.</summary>
        public const int IncompatibleAuthentication = 12;

        /// <summary>Unspecified abort code.</summary>
        public const int Unspecified = 99;
    }

    /// <summary>Why a file is refused before it is sent (SFNAREAS).</summary>
    public static class SfnaReasons
    {
        /// <summary>Invalid filename.</summary>
        public const int InvalidFilename = 1;

        /// <summary>Invalid destination.</summary>
        public const int InvalidDestination = 2;

        /// <summary>Invalid origin.</summary>
        public const int InvalidOrigin = 3;

        /// <summary>Storage record format not supported.</summary>
        public const int RecordFormatNotSupported = 4;

        /// <summary>Maximum record length not supported.</summary>
        public const int RecordLengthNotSupported = 5;

        /// <summary>File size is too big.</summary>
        public const int FileSizeTooBig = 6;

        /// <summary>Invalid record count.</summary>
        public const int InvalidRecordCount = 10;

        /// <summary>Invalid byte count.</summary>
        public const int InvalidByteCount = 11;

        /// <summary>Access method failure.</summary>
        public const int AccessMethodFailure = 12;

        /// <summary>Duplicate file.</summary>
        public const int DuplicateFile = 13;

        /// <summary>File direction refused. Since OFTP 1.4.</summary>
        public const int FileDirectionRefused = 14;

        /// <summary>Cipher suite not supported. Since OFTP 2.0.</summary>
        public const int CipherSuiteNotSupported = 15;

        /// <summary>Encrypted file not allowed. Since OFTP 2.0.</summary>
        public const int EncryptedFileNotAllowed = 16;

        /// <summary>Unencrypted file not allowed. Since OFTP 2.0.</summary>
        public const int UnencryptedFileNotAllowed = 17;

        /// <summary>Compression not allowed. Since OFTP 2.0.</summary>
        public const int CompressionNotAllowed = 18;

        /// <summary>Signed file not allowed. Since OFTP 2.0.</summary>
        public const int SignedFileNotAllowed = 19;

        /// <summary>Unsigned file not allowed. Since OFTP 2.0.</summary>
        public const int UnsignedFileNotAllowed = 20;

        /// <summary>Unspecified reason.</summary>
        public const int Unspecified = 99;
    }

    /// <summary>Why a file is refused after it was sent (EFNAREAS).</summary>
    public static class EfnaReasons
    {
        /// <summary>Invalid filename.</summary>
        public const int InvalidFilename = 1;

        /// <summary>Invalid destination.</summary>
        public const int InvalidDestination = 2;

        /// <summary>Invalid origin.</summary>
        public const int InvalidOrigin = 3;

        /// <summary>Storage record format not supported.</summary>
        public const int RecordFormatNotSupported = 4;

        /// <summary>Maximum record length not supported.</summary>
        public const int RecordLengthNotSupported = 5;

        /// <summary>File size is too big.</summary>
        public const int FileSizeTooBig = 6;

        /// <summary>Invalid record count.</summary>
        public const int InvalidRecordCount = 10;

        /// <summary>Invalid byte count.</summary>
        public const int InvalidByteCount = 11;

        /// <summary>Access method failure.</summary>
        public const int AccessMethodFailure = 12;

        /// <summary>Duplicate file.</summary>
        public const int DuplicateFile = 13;

        /// <summary>File direction refused. Since OFTP 1.4.</summary>
        public const int FileDirectionRefused = 14;

        /// <summary>Cipher suite not supported. Since OFTP 2.0.</summary>
        public const int CipherSuiteNotSupported = 15;

        /// <summary>Encrypted file not allowed. Since OFTP 2.0.</summary>
        public const int EncryptedFileNotAllowed = 16;

        /// <summary>Unencrypted file not allowed. Since OFTP 2.0.</summary>
        public const int UnencryptedFileNotAllowed = 17;

        /// <summary>Compression not allowed. Since OFTP 2.0.</summary>
        public const int CompressionNotAllowed = 18;

        /// <summary>Signed file not allowed. Since OFTP 2.0.</summary>
        public const int SignedFileNotAllowed = 19;

        /// <summary>Unsigned file not allowed. Since OFTP 2.0.</summary>
        public const int UnsignedFileNotAllowed = 20;

        /// <summary>Invalid file signature. Since OFTP 2.0.</summary>
        public const int InvalidFileSignature = 21;

        /// <summary>File decryption failure. Since OFTP 2.0.</summary>
        public const int DecryptionFailure = 22;

        /// <summary>File decompression failure. Since OFTP 2.0.</summary>
        public const int DecompressionFailure = 23;

        /// <summary>Unspecified reason.</summary>
        public const int Unspecified = 99;
    }

    /// <summary>Why a file was not delivered (NERPREAS).</summary>
    public static class NerpReasons
    {
        /// <summary>User code not known. Since OFTP 1.4.</summary>
        public const int UnknownUserCode = 3;

        /// <summary>Invalid password. Since OFTP 1.4.</summary>
        public const int InvalidPassword = 4;

        /// <summary>Unspecified reason (ESID 99 received). Since OFTP 1.4.</summary>
        public const int SessionAborted = 9;

        /// <summary>Invalid filename. Since OFTP 1.4.</summary>
        public const int InvalidFilename = 11;

        /// <summary>Invalid destination. Since OFTP 1.4.</summary>
        public const int InvalidDestination = 12;

        /// <summary>Invalid origin. Since OFTP 1.4.</summary>
        public const int InvalidOrigin = 13;

        /// <summary>Invalid storage record format. Since OFTP 1.4.</summary>
        public const int RecordFormatNotSupported = 14;

        /// <summary>Maximum record length not supported. Since OFTP 1.4.</summary>
        public const int RecordLengthNotSupported = 15;

        /// <summary>File size too big. Since OFTP 1.4.</summary>
        public const int FileSizeTooBig = 16;

        /// <summary>Invalid record count. Since OFTP 1.4.</summary>
        public const int InvalidRecordCount = 20;

        /// <summary>Invalid byte count. Since OFTP 1.4.</summary>
        public const int InvalidByteCount = 21;

        /// <summary>Access method failure. Since OFTP 1.4.</summary>
        public const int AccessMethodFailure = 22;

        /// <summary>Duplicate file. Since OFTP 1.4.</summary>
        public const int DuplicateFile = 23;

        /// <summary>File direction refused. Since OFTP 1.4.</summary>
        public const int FileDirectionRefused = 24;

        /// <summary>Cipher suite not supported. Since OFTP 2.0.</summary>
        public const int CipherSuiteNotSupported = 25;

        /// <summary>Encrypted file not allowed. Since OFTP 2.0.</summary>
        public const int EncryptedFileNotAllowed = 26;

        /// <summary>Unencrypted file not allowed. Since OFTP 2.0.</summary>
        public const int UnencryptedFileNotAllowed = 27;

        /// <summary>Compression not allowed. Since OFTP 2.0.</summary>
        public const int CompressionNotAllowed = 28;

        /// <summary>Signed file not allowed. Since OFTP 2.0.</summary>
        public const int SignedFileNotAllowed = 29;

        /// <summary>Unsigned file not allowed. Since OFTP 2.0.</summary>
        public const int UnsignedFileNotAllowed = 30;

        /// <summary>File signature not valid. Since OFTP 2.0.</summary>
        public const int InvalidFileSignature = 31;

        /// <summary>File decompression failed. Since OFTP 2.0.</summary>
        public const int DecompressionFailure = 32;

        /// <summary>File decryption failed. Since OFTP 2.0.</summary>
        public const int DecryptionFailure = 33;

        /// <summary>File processing failed. Since OFTP 1.4.</summary>
        public const int ProcessingFailed = 34;

        /// <summary>Not delivered to recipient. Since OFTP 1.4.</summary>
        public const int NotDelivered = 35;

        /// <summary>Not acknowledged by recipient. Since OFTP 1.4.</summary>
        public const int NotAcknowledged = 36;

        /// <summary>Transmission stopped by the operator. Since OFTP 1.4.</summary>
        public const int StoppedByOperator = 50;

        /// <summary>File size incompatible with recipient's protocol version. Since OFTP 1.4.</summary>
        public const int SizeIncompatibleWithVersion = 90;

        /// <summary>Unspecified reason. Since OFTP 1.4.</summary>
        public const int Unspecified = 99;
    }
}
