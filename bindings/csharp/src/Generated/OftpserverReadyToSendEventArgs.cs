// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnReadyToSend"/> tells.</summary>
    public sealed partial class OftpserverReadyToSendEventArgs : EventArgs
    {
        internal unsafe OftpserverReadyToSendEventArgs(ReadyToSendEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(ReadyToSendEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }
    }
}
