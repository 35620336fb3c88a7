using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLClientAuthentication"/> tells and asks.</summary>
    public sealed class OftpserverSSLClientAuthenticationEventArgs : EventArgs
    {
        internal unsafe OftpserverSSLClientAuthenticationEventArgs(SSLClientAuthenticationEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLClientAuthenticationEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            CertEncoded = NativeEvent.Bytes(native->CertEncoded, native->CertEncodedLen);
            CertSubject = Utf8.Read(native->CertSubject);
            CertIssuer = Utf8.Read(native->CertIssuer);
            Status = Utf8.Read(native->Status);
            Accept = native->Accept != 0;
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>The certificate (DER); empty when there is none.</summary>
        public byte[] CertEncoded { get; }

        /// <summary>Subject of the certificate.</summary>
        public string CertSubject { get; }

        /// <summary>Issuer of the certificate.</summary>
        public string CertIssuer { get; }

        /// <summary>"OK", or why the verification failed.</summary>
        public string Status { get; }

        /// <summary>Whether to go on; prefilled with the result of the verification.</summary>
        public bool Accept { get; set; }

        internal unsafe void WriteBack(SSLClientAuthenticationEvent* native)
        {
            native->Accept = Accept ? (byte)1 : (byte)0;
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnSSLClientAuthentication"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLClientAuthenticationHandler(object sender, OftpserverSSLClientAuthenticationEventArgs e);

        private static readonly EventCallback SSLClientAuthenticationThunk = SSLClientAuthenticationNative;
        private OnSSLClientAuthenticationHandler sslClientAuthenticationHandlers;
        private bool sslClientAuthenticationRegistered;

        /// <summary>A TLS client presented its certificate, or presented none.</summary>
        /// <remarks>An exception in a handler ends the connection.</remarks>
        public event OnSSLClientAuthenticationHandler OnSSLClientAuthentication
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref sslClientAuthenticationRegistered, NativeMethods.oftpsrv_on_ssl_client_authentication, SSLClientAuthenticationThunk);
                    sslClientAuthenticationHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    sslClientAuthenticationHandlers -= value;
                }
            }
        }

        private static unsafe void SSLClientAuthenticationNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (SSLClientAuthenticationEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnSSLClientAuthenticationHandler handlers = self?.sslClientAuthenticationHandlers;
                if (self == null)
                {
                    native->Accept = 0;
                }
                else if (handlers != null)
                {
                    var e = new OftpserverSSLClientAuthenticationEventArgs(native);
                    handlers(self, e);
                    e.WriteBack(native);
                }
            }
            catch (Exception exception)
            {
                native->Accept = 0;
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
