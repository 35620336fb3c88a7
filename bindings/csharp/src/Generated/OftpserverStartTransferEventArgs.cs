// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnStartTransfer"/> tells and asks.</summary>
    public sealed partial class OftpserverStartTransferEventArgs : EventArgs
    {
        private readonly string givenLocalFile;
        private string localFile;
        private bool answered;

        internal unsafe OftpserverStartTransferEventArgs(StartTransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(StartTransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            localFile = givenLocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>Whose file it is. One of <see cref="Directions"/>.</summary>
        public int Direction { get; }

        /// <summary>Answer: the full path of the local file.</summary>
        public string LocalFile
        {
            get => localFile;
            set
            {
                NativeEvent.CheckOpen(answered);
                localFile = value;
            }
        }

        /// <summary>The name of the file (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>The code of the receiver (SFIDDEST).</summary>
        public string Destination { get; }

        /// <summary>The code of the sender (SFIDORIG).</summary>
        public string Originator { get; }

        internal unsafe void WriteBack(StartTransferEvent* native)
        {
            answered = true;
            if (LocalFile != givenLocalFile)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_start_transfer_event_set_local_file(
                    (IntPtr)native,
                    Utf8.Bytes(LocalFile)));
            }
        }
    }
}
