// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnLog"/> tells.</summary>
    public sealed partial class OftpserverLogEventArgs : EventArgs
    {
        internal unsafe OftpserverLogEventArgs(LogEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(LogEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            LogLevel = native->LogLevel;
            Message = Utf8.Read(native->Message);
            LogType = Utf8.Read(native->LogType);
        }

        /// <summary>The connection; empty when it concerns the whole server.</summary>
        public string ConnectionId { get; }

        /// <summary>
        /// The level of the entry: <see cref="LogLevels.Info"/> (1), <see cref="LogLevels.Verbose"/> (2) or
        /// <see cref="LogLevels.Debug"/> (3).
        /// </summary>
        public int LogLevel { get; }

        /// <summary>
        /// The entry: one line. Line ends and other control characters that a partner sent are written out.
        /// </summary>
        public string Message { get; }

        /// <summary>"Info" or "OFTP".</summary>
        public string LogType { get; }
    }
}
