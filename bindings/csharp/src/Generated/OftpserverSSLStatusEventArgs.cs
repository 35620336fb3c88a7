// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLStatus"/> tells.</summary>
    public sealed partial class OftpserverSSLStatusEventArgs : EventArgs
    {
        internal unsafe OftpserverSSLStatusEventArgs(SSLStatusEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLStatusEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Message = Utf8.Read(native->Message);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>What happened.</summary>
        public string Message { get; }
    }
}
