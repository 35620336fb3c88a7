using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnConnected"/> tells.</summary>
    public sealed class OftpserverConnectedEventArgs : EventArgs
    {
        internal unsafe OftpserverConnectedEventArgs(ConnectedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ConnectedEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            StatusCode = native->StatusCode;
            Description = Utf8.Read(native->Description);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>0 when all went well, else the number of the error.</summary>
        public int StatusCode { get; }

        /// <summary>"OK", or what went wrong.</summary>
        public string Description { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnConnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectedHandler(object sender, OftpserverConnectedEventArgs e);

        private static readonly EventCallback ConnectedThunk = ConnectedNative;
        private OnConnectedHandler connectedHandlers;
        private bool connectedRegistered;

        /// <summary>A connection is established, or failed while it was being established.</summary>
        public event OnConnectedHandler OnConnected
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref connectedRegistered, NativeMethods.oftpsrv_on_connected, ConnectedThunk);
                    connectedHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    connectedHandlers -= value;
                }
            }
        }

        private static unsafe void ConnectedNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (ConnectedEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnConnectedHandler handlers = self?.connectedHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverConnectedEventArgs(native);
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
