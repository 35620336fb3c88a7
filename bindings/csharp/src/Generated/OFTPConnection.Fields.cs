// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class OFTPConnection
    {
        /// <summary>
        /// Whether files to send are compressed (2.0); while a file is received, whether it is compressed.
        /// </summary>
        /// <remarks>Default False.</remarks>
        public bool Compress
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_compress(server.Handle, id, out bool value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_compress(server.Handle, id, value));
            }
        }

        /// <summary>Whether the connection is up.</summary>
        public bool Connected
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_connected(server.Handle, id, out bool value));
                return value;
            }
        }

        /// <summary>
        /// The directory that received files go to. Set it at the latest in
        /// <see cref="Oftpserver.OnAcceptConnection"/>; without it (and without a download stream) files are refused.
        /// </summary>
        public string DownloadDirectory
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_download_directory(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_download_directory(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The cipher of files to send (2.0): 0 is 3DES, 1 is AES with 256 bits, as OFTP 2.0 prescribes. CipherSuite
        /// overrides it. One of <see cref="EncryptionAlgorithms"/>.
        /// </summary>
        /// <remarks>Default 0.</remarks>
        public int EncryptionAlgorithm
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_encryption_algorithm(
                    server.Handle,
                    id,
                    out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_encryption_algorithm(server.Handle, id, value));
            }
        }

        /// <summary>The local address of the connection.</summary>
        public string LocalAddress
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_local_address(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>
        /// The length of the records of a file to send: exact for <see cref="VirtualFileFormats.ffFixed"/>, the longest
        /// for <see cref="VirtualFileFormats.ffVariable"/>, 0 for the others (SFIDLRECL).
        /// </summary>
        /// <remarks>Range: 0 to 99999. Default 0.</remarks>
        public int MaxRecordSize
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_max_record_size(
                    server.Handle,
                    id,
                    out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_max_record_size(server.Handle, id, value));
            }
        }

        /// <summary>Whether the server has the turn and may send now.</summary>
        public bool ReadyToSend
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_ready_to_send(
                    server.Handle,
                    id,
                    out bool value));
                return value;
            }
        }

        /// <summary>
        /// Where the partner's certificate is: file name, store name, or the content, as
        /// <see cref="OFTPConnection.RecipientCertStoreType"/> says.
        /// </summary>
        /// <remarks>Default MY.</remarks>
        public string RecipientCertStore
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The value of <see cref="OFTPConnection.RecipientCertStore"/> as octets; both names are the same value.
        /// </summary>
        /// <remarks>Default MY.</remarks>
        public byte[] RecipientCertStoreB
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_blob(
                    server.Handle,
                    id,
                    out IntPtr value,
                    out UIntPtr length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] octets = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_blob(
                    server.Handle,
                    id,
                    octets,
                    (UIntPtr)octets.Length));
            }
        }

        /// <summary>The password of <see cref="OFTPConnection.RecipientCertStore"/>.</summary>
        public string RecipientCertStorePassword
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_password(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_password(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The kind of <see cref="OFTPConnection.RecipientCertStore"/>; 99 detects the type from the content, so that a
        /// path and a subject are enough. 0 and 1 are stores of Windows, which are not read (error 9). One of
        /// <see cref="CertStoreTypes"/>.
        /// </summary>
        /// <remarks>Default 99.</remarks>
        public int RecipientCertStoreType
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_type(
                    server.Handle,
                    id,
                    out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_type(
                    server.Handle,
                    id,
                    value));
            }
        }

        /// <summary>
        /// Which certificate of <see cref="OFTPConnection.RecipientCertStore"/> is meant; * takes the first. Setting it
        /// loads the certificate, for the purpose that RecipientCertificateType names.
        /// </summary>
        public string RecipientCertSubject
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_subject(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_subject(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>The client's address.</summary>
        public string RemoteHost
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_remote_host(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The client's port.</summary>
        /// <remarks>Range: 0 to 65535.</remarks>
        public int RemotePort
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_remote_port(server.Handle, id, out int value));
                return value;
            }
        }

        /// <summary>The client's code as origin and destination of files.</summary>
        /// <remarks>At most 25 characters.</remarks>
        public string SFIDCode
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_sfid_code(server.Handle, id, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_sfid_code(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// Whether a signed end response is asked for files to send (2.0); while a file is received, whether the client
        /// asks for one.
        /// </summary>
        /// <remarks>Default False.</remarks>
        public bool SignedReceipt
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_signed_receipt(
                    server.Handle,
                    id,
                    out bool value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_signed_receipt(server.Handle, id, value));
            }
        }

        /// <summary>The client's code as partner of the session.</summary>
        /// <remarks>At most 25 characters.</remarks>
        public string SSIDCode
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_ssid_code(server.Handle, id, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_ssid_code(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>Seconds without any progress after which an operation fails; 0 waits for ever.</summary>
        /// <remarks>Range: 0 to 2147483. Default: that of DefaultTimeout.</remarks>
        public int Timeout
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_timeout(server.Handle, id, out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_timeout(server.Handle, id, value));
            }
        }

        /// <summary>The version that the session uses. One of <see cref="OFTPVersions"/>.</summary>
        public int Version
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_version(server.Handle, id, out int value));
                return value;
            }
        }

        /// <summary>
        /// The time stamp of the next file to send, in VirtualFileDateFormat or one of the formats of docs/dates.md;
        /// empty takes the current time.
        /// </summary>
        /// <remarks>At most 128 octets.</remarks>
        public string VirtualFileDate
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_date(
                    server.Handle,
                    id,
                    out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_date(
                    server.Handle,
                    id,
                    Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The record format of files to send; while a file is received, its format. One of
        /// <see cref="VirtualFileFormats"/>.
        /// </summary>
        /// <remarks>Default 0.</remarks>
        public int VirtualFileFormat
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_format(
                    server.Handle,
                    id,
                    out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_format(server.Handle, id, value));
            }
        }

        /// <summary>
        /// Whether files to send are encrypted and signed (2.0); while a file is received, what it is. One of
        /// <see cref="VirtualFileSecurityLevels"/>.
        /// </summary>
        /// <remarks>Default 0.</remarks>
        public int VirtualFileSecurityLevel
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_security_level(
                    server.Handle,
                    id,
                    out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_security_level(
                    server.Handle,
                    id,
                    value));
            }
        }
    }
}
