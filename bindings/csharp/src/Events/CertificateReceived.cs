using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnCertificateReceived"/> tells.</summary>
    public sealed class OftpserverCertificateReceivedEventArgs : EventArgs
    {
        internal unsafe OftpserverCertificateReceivedEventArgs(CertificateReceivedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(CertificateReceivedEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            CertificateFileName = Utf8.Read(native->CertificateFileName);
            CertificateExchangeType = native->CertificateExchangeType;
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>Full path of the stored certificate.</summary>
        public string CertificateFileName { get; }

        /// <summary>0 request, 1 replace, 2 deliver.</summary>
        public int CertificateExchangeType { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnCertificateReceived"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnCertificateReceivedHandler(object sender, OftpserverCertificateReceivedEventArgs e);

        private static readonly EventCallback CertificateReceivedThunk = CertificateReceivedNative;
        private OnCertificateReceivedHandler certificateReceivedHandlers;
        private bool certificateReceivedRegistered;

        /// <summary>A certificate that the partner sent by certificate exchange was stored.</summary>
        public event OnCertificateReceivedHandler OnCertificateReceived
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref certificateReceivedRegistered, NativeMethods.oftpsrv_on_certificate_received, CertificateReceivedThunk);
                    certificateReceivedHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    certificateReceivedHandlers -= value;
                }
            }
        }

        private static unsafe void CertificateReceivedNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (CertificateReceivedEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnCertificateReceivedHandler handlers = self?.certificateReceivedHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverCertificateReceivedEventArgs(native);
                    handlers(self, e);
                }
            }
            catch (Exception exception)
            {
                Keep(self, exception, Utf8.Read(native->ConnectionId), true);
            }
        }
    }
}
