// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnConnected"/> tells.</summary>
    public sealed partial class OftpserverConnectedEventArgs : EventArgs
    {
        internal unsafe OftpserverConnectedEventArgs(ConnectedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ConnectedEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            StatusCode = native->StatusCode;
            Description = Utf8.Read(native->Description);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>0, or the number of the error, one of <see cref="OftpserverErrors"/>.</summary>
        public int StatusCode { get; }

        /// <summary>"OK", or what went wrong.</summary>
        public string Description { get; }
    }
}
