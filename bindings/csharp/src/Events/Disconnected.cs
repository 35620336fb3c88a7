using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnDisconnected"/> tells.</summary>
    public sealed class OftpserverDisconnectedEventArgs : EventArgs
    {
        internal unsafe OftpserverDisconnectedEventArgs(DisconnectedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(DisconnectedEvent));
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
        /// <summary>A handler of <see cref="OnDisconnected"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnDisconnectedHandler(object sender, OftpserverDisconnectedEventArgs e);

        private static readonly EventCallback DisconnectedThunk = DisconnectedNative;
        private OnDisconnectedHandler disconnectedHandlers;
        private bool disconnectedRegistered;

        /// <summary>A connection ended.</summary>
        public event OnDisconnectedHandler OnDisconnected
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref disconnectedRegistered, NativeMethods.oftpsrv_on_disconnected, DisconnectedThunk);
                    disconnectedHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    disconnectedHandlers -= value;
                }
            }
        }

        private static unsafe void DisconnectedNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (DisconnectedEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnDisconnectedHandler handlers = self?.disconnectedHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverDisconnectedEventArgs(native);
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
