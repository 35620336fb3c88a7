// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnError"/> tells.</summary>
    public sealed partial class OftpserverErrorEventArgs : EventArgs
    {
        internal unsafe OftpserverErrorEventArgs(ErrorEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ErrorEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            ErrorCode = native->ErrorCode;
            Description = Utf8.Read(native->Description);
        }

        /// <summary>The connection; empty when it concerns the whole server.</summary>
        public string ConnectionId { get; }

        /// <summary>The number of the error, one of <see cref="OftpserverErrors"/>.</summary>
        public int ErrorCode { get; }

        /// <summary>What happened.</summary>
        public string Description { get; }
    }
}
