// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>How many connections the operating system keeps waiting until they are accepted.</summary>
        /// <remarks>Range: 1 to 65535. Default 5. A change counts from the next start on.</remarks>
        public int ConnectionBacklog
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_connection_backlog(handle, out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_connection_backlog(handle, value));
            }
        }

        /// <summary>
        /// Seconds without any progress after which an operation of a connection fails; 0 waits for ever.
        /// <see cref="OFTPConnection.Timeout"/> overrides it for one connection.
        /// </summary>
        /// <remarks>Range: 0 to 2147483. Default 60. A change counts for connections that come after it.</remarks>
        public int DefaultTimeout
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_default_timeout(handle, out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_default_timeout(handle, value));
            }
        }

        /// <summary>The address (or host name) of the interface to listen on; empty listens on all.</summary>
        /// <remarks>At most 255 octets. A change while the server listens is error 107.</remarks>
        public string LocalHost
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_local_host(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_local_host(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The TCP port to listen on; 0 lets the system choose one, which is read here once the server listens. 3305 is
        /// the port of plain OFTP; with <see cref="Oftpserver.UseSSL"/> set 6619, where partners expect TLS. TLS on
        /// 3305 works and leaves a warning in the log.
        /// </summary>
        /// <remarks>Range: 0 to 65535. Default 3305. A change while the server listens is error 106.</remarks>
        public int LocalPort
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_local_port(handle, out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_local_port(handle, value));
            }
        }

        /// <summary>The server's password of the bilateral agreement (SSIDPSWD).</summary>
        /// <remarks>At most 8 characters.</remarks>
        public string ServerPassword
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_password(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The server's own code as origin and destination of files (SFIDORIG, SFIDDEST).</summary>
        /// <remarks>At most 25 characters.</remarks>
        public string ServerSFIDCode
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_sfid_code(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_sfid_code(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The server's own code as partner of a session (SSIDCODE).</summary>
        /// <remarks>At most 25 characters.</remarks>
        public string ServerSSIDCode
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_ssid_code(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_ssid_code(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// Whether clients must show a certificate in the TLS handshake;
        /// <see cref="Oftpserver.OnSSLClientAuthentication"/> then decides about it.
        /// </summary>
        /// <remarks>Default False. A change counts for connections that come after it.</remarks>
        public bool SSLAuthenticateClients
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_ssl_authenticate_clients(handle, out bool value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_ssl_authenticate_clients(handle, value));
            }
        }

        /// <summary>
        /// Whether clients must connect with TLS. Such a server speaks OFTP 2.0 only. Partners expect TLS on port 6619:
        /// set <see cref="Oftpserver.LocalPort"/>, which is 3305 until it is set.
        /// </summary>
        /// <remarks>Default False. A change counts for connections that come after it.</remarks>
        public bool UseSSL
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_get_use_ssl(handle, out bool value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_use_ssl(handle, value));
            }
        }
    }
}
