// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnPITrail"/> tells.</summary>
    public sealed partial class OftpserverPITrailEventArgs : EventArgs
    {
        internal unsafe OftpserverPITrailEventArgs(PITrailEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(PITrailEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            Data = Utf8.ReadBytes(native->Data, native->DataLen);
            CommandId = native->CommandId;
            CommandDescription = Utf8.Read(native->CommandDescription);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>Who sent it. One of <see cref="Directions"/>.</summary>
        public int Direction { get; }

        /// <summary>The command as it travels, without the stream transmission header.</summary>
        public byte[] Data { get; }

        /// <summary>
        /// The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74)
        /// SECD, 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67)
        /// CDT, 'T' (84) EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP,
        /// 'P' (80) RTR.
        /// </summary>
        public int CommandId { get; }

        /// <summary>The name of the command.</summary>
        public string CommandDescription { get; }
    }
}
