using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLConnectionRequest"/> tells and asks.</summary>
    public sealed class OftpserverSSLConnectionRequestEventArgs : EventArgs
    {
        private readonly string givenCertStore;
        private readonly string givenCertPassword;
        private readonly string givenCertSubject;

        internal unsafe OftpserverSSLConnectionRequestEventArgs(SSLConnectionRequestEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLConnectionRequestEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            SupportedCipherSuites = Utf8.Read(native->SupportedCipherSuites);
            SupportedSignatureAlgs = Utf8.Read(native->SupportedSignatureAlgs);
            CertStoreType = native->CertStoreType;
            CertStore = givenCertStore = Utf8.Read(native->CertStore);
            CertPassword = givenCertPassword = Utf8.Read(native->CertPassword);
            CertSubject = givenCertSubject = Utf8.Read(native->CertSubject);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>The cipher suites that the client offers, separated by commas.</summary>
        public string SupportedCipherSuites { get; }

        /// <summary>The signature algorithms that the client offers, separated by commas.</summary>
        public string SupportedSignatureAlgs { get; }

        /// <summary>Store type of the other certificate (see <see cref="CertStoreTypes"/>); at first cstAuto.</summary>
        public int CertStoreType { get; set; }

        /// <summary>Store of the other certificate.</summary>
        public string CertStore { get; set; }

        /// <summary>Password of that store.</summary>
        public string CertPassword { get; set; }

        /// <summary>Subject of the other certificate; "*" picks the first one.</summary>
        public string CertSubject { get; set; }

        internal unsafe void WriteBack(SSLConnectionRequestEvent* native)
        {
            native->CertStoreType = CertStoreType;
            if (!string.Equals(CertStore, givenCertStore, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_store((IntPtr)native, Utf8.Bytes(CertStore)));
            }
            if (!string.Equals(CertPassword, givenCertPassword, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_password((IntPtr)native, Utf8.Bytes(CertPassword)));
            }
            if (!string.Equals(CertSubject, givenCertSubject, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_subject((IntPtr)native, Utf8.Bytes(CertSubject)));
            }
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnSSLConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLConnectionRequestHandler(object sender, OftpserverSSLConnectionRequestEventArgs e);

        private static readonly EventCallback SSLConnectionRequestThunk = SSLConnectionRequestNative;
        private OnSSLConnectionRequestHandler sslConnectionRequestHandlers;
        private bool sslConnectionRequestRegistered;

        /// <summary>A TLS client hello arrived; another certificate than <see cref="SSLCert"/> may be chosen for it.</summary>
        public event OnSSLConnectionRequestHandler OnSSLConnectionRequest
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref sslConnectionRequestRegistered, NativeMethods.oftpsrv_on_ssl_connection_request, SSLConnectionRequestThunk);
                    sslConnectionRequestHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    sslConnectionRequestHandlers -= value;
                }
            }
        }

        private static unsafe void SSLConnectionRequestNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (SSLConnectionRequestEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnSSLConnectionRequestHandler handlers = self?.sslConnectionRequestHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverSSLConnectionRequestEventArgs(native);
                    handlers(self, e);
                    e.WriteBack(native);
                }
            }
            catch (Exception exception)
            {
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
