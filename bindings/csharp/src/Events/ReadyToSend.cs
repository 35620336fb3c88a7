using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnReadyToSend"/> tells.</summary>
    public sealed class OftpserverReadyToSendEventArgs : EventArgs
    {
        internal unsafe OftpserverReadyToSendEventArgs(ReadyToSendEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ReadyToSendEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnReadyToSend"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnReadyToSendHandler(object sender, OftpserverReadyToSendEventArgs e);

        private static readonly EventCallback ReadyToSendThunk = ReadyToSendNative;
        private OnReadyToSendHandler readyToSendHandlers;
        private bool readyToSendRegistered;

        /// <summary>
        /// The partner gave this side the turn: <see cref="SendFileAsync"/> may be called now, <see cref="SendFile"/> from
        /// another thread. It comes again each time the partner gives the turn back: queue a file once, not once a turn, then
        /// call <see cref="Logoff"/>, which gives the turn back behind the last file, or ends the session when there was none.
        /// </summary>
        public event OnReadyToSendHandler OnReadyToSend
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref readyToSendRegistered, NativeMethods.oftpsrv_on_ready_to_send, ReadyToSendThunk);
                    readyToSendHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    readyToSendHandlers -= value;
                }
            }
        }

        private static unsafe void ReadyToSendNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (ReadyToSendEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnReadyToSendHandler handlers = self?.readyToSendHandlers;
                if (handlers != null)
                {
                    var e = new OftpserverReadyToSendEventArgs(native);
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
