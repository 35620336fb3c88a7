using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnConnectionRequest"/> tells and asks.</summary>
    public sealed class OftpserverConnectionRequestEventArgs : EventArgs
    {
        internal unsafe OftpserverConnectionRequestEventArgs(ConnectionRequestEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ConnectionRequestEvent));
            Address = Utf8.Read(native->Address);
            Port = native->Port;
            Accept = native->Accept != 0;
        }

        /// <summary>IP address of the partner.</summary>
        public string Address { get; }

        /// <summary>TCP port of the partner.</summary>
        public int Port { get; }

        /// <summary>Whether to let it connect; prefilled from the settings AllowedClients and BlockedClients.</summary>
        public bool Accept { get; set; }

        internal unsafe void WriteBack(ConnectionRequestEvent* native)
        {
            native->Accept = Accept ? (byte)1 : (byte)0;
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnConnectionRequest"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnConnectionRequestHandler(object sender, OftpserverConnectionRequestEventArgs e);

        private static readonly EventCallback ConnectionRequestThunk = ConnectionRequestNative;
        private OnConnectionRequestHandler connectionRequestHandlers;
        private bool connectionRequestRegistered;

        /// <summary>A partner connects at TCP level; nothing has been exchanged yet.</summary>
        /// <remarks>An exception in a handler closes the connection.</remarks>
        public event OnConnectionRequestHandler OnConnectionRequest
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref connectionRequestRegistered, NativeMethods.oftpsrv_on_connection_request, ConnectionRequestThunk);
                    connectionRequestHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    connectionRequestHandlers -= value;
                }
            }
        }

        private static unsafe void ConnectionRequestNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (ConnectionRequestEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnConnectionRequestHandler handlers = self?.connectionRequestHandlers;
                if (self == null)
                {
                    native->Accept = 0;
                }
                else if (handlers != null)
                {
                    var e = new OftpserverConnectionRequestEventArgs(native);
                    handlers(self, e);
                    e.WriteBack(native);
                }
            }
            catch (Exception exception)
            {
                native->Accept = 0;
                Keep(self, exception, string.Empty, true);
            }
        }
    }
}
