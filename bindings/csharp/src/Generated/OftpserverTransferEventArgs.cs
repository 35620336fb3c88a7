// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnTransfer"/> tells.</summary>
    public sealed partial class OftpserverTransferEventArgs : EventArgs
    {
        internal unsafe OftpserverTransferEventArgs(TransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(TransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            LocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            BytesTransferred = native->BytesTransferred;
            Text = Utf8.ReadBytes(native->Text, native->TextLen);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>Whose file it is. One of <see cref="Directions"/>.</summary>
        public int Direction { get; }

        /// <summary>The full path of the local file.</summary>
        public string LocalFile { get; }

        /// <summary>The name of the file (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>The code of the receiver (SFIDDEST).</summary>
        public string Destination { get; }

        /// <summary>The code of the sender (SFIDORIG).</summary>
        public string Originator { get; }

        /// <summary>How many octets so far, in this direction.</summary>
        public long BytesTransferred { get; }

        /// <summary>The octets just received; empty when sending.</summary>
        public byte[] Text { get; }
    }
}
