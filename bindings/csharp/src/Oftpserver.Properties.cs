using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        /// <summary>How many connections may wait to be accepted.</summary>
        public int ConnectionBacklog
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_connection_backlog(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_connection_backlog(handle, value));
            }
        }

        /// <summary>Seconds of inactivity after which an operation fails; 0 waits for ever. New connections start with it.</summary>
        public int DefaultTimeout
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_default_timeout(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_default_timeout(handle, value));
            }
        }

        /// <summary>The address to listen on; empty is every interface.</summary>
        public string LocalHost
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_local_host(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_local_host(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The TCP port to listen on. With 0 the system picks one, which is read here once the server listens.</summary>
        public int LocalPort
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_local_port(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_local_port(handle, value));
            }
        }

        /// <summary>The password of this server (SSIDPSWD), at most 8 characters.</summary>
        public string ServerPassword
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_password(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The code that identifies this server as sender and receiver of files, at most 25 characters.</summary>
        public string ServerSFIDCode
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_sfid_code(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_sfid_code(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The identification code of this server in the start of a session (SSIDCODE), at most 25 characters.</summary>
        public string ServerSSIDCode
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_server_ssid_code(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_server_ssid_code(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>Whether TLS clients are asked for a certificate.</summary>
        public bool SSLAuthenticateClients
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_ssl_authenticate_clients(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_ssl_authenticate_clients(handle, value));
            }
        }

        /// <summary>
        /// Whether connections are TLS; then <see cref="SSLCert"/> must be set and only version 2.0 is spoken. Partners
        /// expect TLS on port 6619: set <see cref="LocalPort"/>, which is 3305 until it is set.
        /// </summary>
        public bool UseSSL
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_get_use_ssl(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_set_use_ssl(handle, value));
            }
        }
    }
}
