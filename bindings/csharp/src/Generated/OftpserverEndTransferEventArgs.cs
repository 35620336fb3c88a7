// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnEndTransfer"/> tells and asks.</summary>
    public sealed partial class OftpserverEndTransferEventArgs : EventArgs
    {
        private bool sendEndResponse;
        private bool answered;

        internal unsafe OftpserverEndTransferEventArgs(EndTransferEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(EndTransferEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            Direction = native->Direction;
            LocalFile = Utf8.Read(native->LocalFile);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            ReasonCode = native->ReasonCode;
            ReasonText = Utf8.Read(native->ReasonText);
            FileSize = native->FileSize;
            FileHash = Utf8.Read(native->FileHash);
            sendEndResponse = native->SendEndResponse != 0;
            Partner = Utf8.Read(native->Partner);
            Redelivered = native->Redelivered != 0;
            Forwarded = native->Forwarded != 0;
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

        /// <summary>
        /// 0 when the file is complete. Else the reason: one of <see cref="SfnaReasons"/> when it was refused before it
        /// was sent, one of <see cref="EfnaReasons"/> after; 99 when the connection ended first.
        /// </summary>
        public int ReasonCode { get; }

        /// <summary>The text of the reason.</summary>
        public string ReasonText { get; }

        /// <summary>The size of the local file in octets.</summary>
        public long FileSize { get; }

        /// <summary>The hash over what travelled, in hexadecimal, when a signed end response was asked for.</summary>
        public string FileHash { get; }

        /// <summary>Answer: whether the engine sends the end response by itself.</summary>
        public bool SendEndResponse
        {
            get => sendEndResponse;
            set
            {
                NativeEvent.CheckOpen(answered);
                sendEndResponse = value;
            }
        }

        /// <summary>The partner's SSID code; filled also where there is no connection any more.</summary>
        public string Partner { get; }

        /// <summary>Whether the program may have heard of this end before: it is told again after a crash.</summary>
        public bool Redelivered { get; }

        /// <summary>Whether the file is for, or from, somebody else and only passed on.</summary>
        public bool Forwarded { get; }

        internal unsafe void WriteBack(EndTransferEvent* native)
        {
            answered = true;
            native->SendEndResponse = SendEndResponse ? (byte)1 : (byte)0;
        }
    }
}
