using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnAcceptConnection"/> tells and asks.</summary>
    public sealed class OftpserverAcceptConnectionEventArgs : EventArgs
    {
        private readonly string givenErrorDescription;

        internal unsafe OftpserverAcceptConnectionEventArgs(AcceptConnectionEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(AcceptConnectionEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            ClientSSIDCode = Utf8.Read(native->ClientSSIDCode);
            ClientPassword = Utf8.Read(native->ClientPassword);
            ClientVersion = native->ClientVersion;
            ServerVersion = native->ServerVersion;
            Accept = native->Accept != 0;
            ErrorCode = native->ErrorCode;
            ErrorDescription = givenErrorDescription = Utf8.Read(native->ErrorDescription);
        }

        /// <summary>The connection; the key into <see cref="Oftpserver.Connections"/>.</summary>
        public string ConnectionId { get; }

        /// <summary>The identification code of the partner (SSIDCODE).</summary>
        public string ClientSSIDCode { get; }

        /// <summary>The password that the partner sent (SSIDPSWD).</summary>
        public string ClientPassword { get; }

        /// <summary>The version that the partner offers: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.</summary>
        public int ClientVersion { get; }

        /// <summary>The version to use, at most the client's; prefilled with it.</summary>
        public int ServerVersion { get; set; }

        /// <summary>Whether the session goes on; set it to false to turn the partner away.</summary>
        public bool Accept { get; set; }

        /// <summary>The reason of a refusal as it travels in the ESID; 0 becomes 99.</summary>
        public int ErrorCode { get; set; }

        /// <summary>The text of a refusal; it travels in version 2.0 only.</summary>
        public string ErrorDescription { get; set; }

        internal unsafe void WriteBack(AcceptConnectionEvent* native)
        {
            native->ServerVersion = ServerVersion;
            native->Accept = Accept ? (byte)1 : (byte)0;
            native->ErrorCode = ErrorCode;
            if (!string.Equals(ErrorDescription, givenErrorDescription, StringComparison.Ordinal))
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_connection_event_set_error_description((IntPtr)native, Utf8.Bytes(ErrorDescription)));
            }
        }
    }

    public sealed partial class Oftpserver
    {
        /// <summary>A handler of <see cref="OnAcceptConnection"/>.</summary>
        /// <param name="sender">The server.</param>
        /// <param name="e">What happened.</param>
        public delegate void OnAcceptConnectionHandler(object sender, OftpserverAcceptConnectionEventArgs e);

        private static readonly EventCallback AcceptConnectionThunk = AcceptConnectionNative;
        private OnAcceptConnectionHandler acceptConnectionHandlers;
        private bool acceptConnectionRegistered;

        /// <summary>A partner sent its start of session (SSID): let it in or turn it away.</summary>
        /// <remarks>An exception in a handler turns the partner away.</remarks>
        public event OnAcceptConnectionHandler OnAcceptConnection
        {
            add
            {
                lock (subscriptions)
                {
                    Register(ref acceptConnectionRegistered, NativeMethods.oftpsrv_on_accept_connection, AcceptConnectionThunk);
                    acceptConnectionHandlers += value;
                }
            }

            remove
            {
                lock (subscriptions)
                {
                    acceptConnectionHandlers -= value;
                }
            }
        }

        private static unsafe void AcceptConnectionNative(IntPtr server, IntPtr data, IntPtr userData)
        {
            var native = (AcceptConnectionEvent*)data;
            Oftpserver self = null;
            try
            {
                self = ServerHandle.Target(userData);
                OnAcceptConnectionHandler handlers = self?.acceptConnectionHandlers;
                if (self == null)
                {
                    native->Accept = 0;
                }
                else if (handlers != null)
                {
                    var e = new OftpserverAcceptConnectionEventArgs(native);
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
