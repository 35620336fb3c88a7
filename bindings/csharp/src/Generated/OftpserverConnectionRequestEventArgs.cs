// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnConnectionRequest"/> tells and asks.</summary>
    public sealed partial class OftpserverConnectionRequestEventArgs : EventArgs
    {
        private bool accept;
        private bool answered;

        internal unsafe OftpserverConnectionRequestEventArgs(ConnectionRequestEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ConnectionRequestEvent));
            Address = Utf8.Read(native->Address);
            Port = native->Port;
            accept = native->Accept != 0;
        }

        /// <summary>The partner's address.</summary>
        public string Address { get; }

        /// <summary>The partner's port.</summary>
        public int Port { get; }

        /// <summary>Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.</summary>
        public bool Accept
        {
            get => accept;
            set
            {
                NativeEvent.CheckOpen(answered);
                accept = value;
            }
        }

        internal unsafe void WriteBack(ConnectionRequestEvent* native)
        {
            answered = true;
            native->Accept = Accept ? (byte)1 : (byte)0;
        }
    }
}
