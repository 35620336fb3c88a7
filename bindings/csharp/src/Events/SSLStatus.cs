using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLStatus"/> tells.</summary>
    public sealed class OftpserverSSLStatusEventArgs : EventArgs
    {
        internal unsafe OftpserverSSLStatusEventArgs(SSLStatusEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLStatusEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Message = Utf8.Read(native->Message);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>What happened.</summary>
        public string Message { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnSSLStatus"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnSSLStatusHandler(object sender, OftpserverSSLStatusEventArgs e);

        private static readonly EventCallback SSLStatusThunk = SSLStatusNative;
        private OnSSLStatusHandler sslStatusHandlers;
        private bool sslStatusRegistered;

        /// <summary>Progress of a TLS handshake.</summary>
        public event OnSSLStatusHandler OnSSLStatus
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref sslStatusRegistered, NativeMethods.oftpsrv_on_ssl_status, SSLStatusThunk);
                    sslStatusHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    sslStatusHandlers -= value;
                }
            }
        }

        private static unsafe void SSLStatusNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (SSLStatusEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnSSLStatusHandler handlers = self?.sslStatusHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverSSLStatusEventArgs(native);
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
