using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class OFTPConnection
    {
        /// <summary>Whether files to be sent are compressed, and whether the file being received is (version 2.0).</summary>
        public bool Compress
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_compress(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_compress(server.Handle, id, value));
            }
        }

        /// <summary>Whether the connection is established.</summary>
        public bool Connected
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_connected(server.Handle, id, out value));
                return value;
            }
        }

        /// <summary>The directory to which received files are saved. Set it no later than in <see cref="Oftpserver.OnAcceptConnection"/>.</summary>
        public string DownloadDirectory
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_download_directory(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_download_directory(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>The algorithm for files to be sent: 0 triple DES, 1 AES (see <see cref="EncryptionAlgorithms"/>).</summary>
        public int EncryptionAlgorithm
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_encryption_algorithm(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_encryption_algorithm(server.Handle, id, value));
            }
        }

        /// <summary>The local IP address of the connection.</summary>
        public string LocalAddress
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_local_address(server.Handle, id, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The greatest length of a record of the file to be sent; 0 for unstructured and text files.</summary>
        public int MaxRecordSize
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_max_record_size(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_max_record_size(server.Handle, id, value));
            }
        }

        /// <summary>Whether this side has the turn, so that <see cref="Oftpserver.SendFile"/> may be called.</summary>
        public bool ReadyToSend
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_ready_to_send(server.Handle, id, out value));
                return value;
            }
        }

        /// <summary>The store of the partner's certificate.</summary>
        public string RecipientCertStore
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>The store of the partner's certificate, as bytes.</summary>
        public byte[] RecipientCertStoreB
        {
            get
            {
                IntPtr value;
                UIntPtr length;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_blob(server.Handle, id, out value, out length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] bytes = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_blob(server.Handle, id, bytes, (UIntPtr)bytes.Length));
            }
        }

        /// <summary>The password of the store of the partner's certificate.</summary>
        public string RecipientCertStorePassword
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_password(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_password(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>The type of the store of the partner's certificate (see <see cref="CertStoreTypes"/>).</summary>
        public int RecipientCertStoreType
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_store_type(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_store_type(server.Handle, id, value));
            }
        }

        /// <summary>The subject of the partner's certificate; setting it searches the store.</summary>
        public string RecipientCertSubject
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_recipient_cert_subject(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_recipient_cert_subject(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>The IP address of the partner.</summary>
        public string RemoteHost
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_remote_host(server.Handle, id, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The TCP port of the partner.</summary>
        public int RemotePort
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_remote_port(server.Handle, id, out value));
                return value;
            }
        }

        /// <summary>The SFID code of the partner.</summary>
        public string SFIDCode
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_sfid_code(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_sfid_code(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>Whether a signed end response is asked for, by us when sending, by the partner when receiving (version 2.0).</summary>
        public bool SignedReceipt
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_signed_receipt(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_signed_receipt(server.Handle, id, value));
            }
        }

        /// <summary>The identification code of the partner.</summary>
        public string SSIDCode
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_ssid_code(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_ssid_code(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>Seconds of inactivity after which an operation on this connection fails; 0 waits for ever.</summary>
        public int Timeout
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_timeout(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_timeout(server.Handle, id, value));
            }
        }

        /// <summary>The version that is spoken: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.</summary>
        public int Version
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_version(server.Handle, id, out value));
                return value;
            }
        }

        /// <summary>Date and time of the file to be sent; when it is not set, the time of sending.</summary>
        public string VirtualFileDate
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_date(server.Handle, id, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_date(server.Handle, id, Utf8.Bytes(value)));
            }
        }

        /// <summary>The format of the file: 0 unstructured, 1 text, 2 fixed, 3 variable (see <see cref="VirtualFileFormats"/>).</summary>
        public int VirtualFileFormat
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_format(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_format(server.Handle, id, value));
            }
        }

        /// <summary>The security of the file: 0 none, 1 encrypted, 2 signed, 3 both (see <see cref="VirtualFileSecurityLevels"/>).</summary>
        public int VirtualFileSecurityLevel
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_virtual_file_security_level(server.Handle, id, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_connection_set_virtual_file_security_level(server.Handle, id, value));
            }
        }
    }
}
