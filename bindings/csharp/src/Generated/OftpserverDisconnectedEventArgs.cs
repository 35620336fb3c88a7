// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnDisconnected"/> tells.</summary>
    public sealed partial class OftpserverDisconnectedEventArgs : EventArgs
    {
        internal unsafe OftpserverDisconnectedEventArgs(DisconnectedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(DisconnectedEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            StatusCode = native->StatusCode;
            Description = Utf8.Read(native->Description);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>
        /// 0 after a normal end, else the number of the error, one of <see cref="OftpserverErrors"/>.
        /// </summary>
        public int StatusCode { get; }

        /// <summary>"OK", or why it ended.</summary>
        public string Description { get; }
    }
}
