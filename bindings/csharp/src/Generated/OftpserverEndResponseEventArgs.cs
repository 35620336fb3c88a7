// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnEndResponse"/> tells and asks.</summary>
    public sealed partial class OftpserverEndResponseEventArgs : EventArgs
    {
        private readonly string givenFileHash;
        private string fileHash;
        private bool answered;

        internal unsafe OftpserverEndResponseEventArgs(EndResponseEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(EndResponseEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            Creator = Utf8.Read(native->Creator);
            ReasonCode = native->ReasonCode;
            ReasonText = Utf8.Read(native->ReasonText);
            fileHash = givenFileHash = Utf8.Read(native->FileHash);
            Signature = Utf8.Read(native->Signature);
            Direction = native->Direction;
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The name of the file that it is about.</summary>
        public string VirtualFileName { get; }

        /// <summary>The time stamp of that file in VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>Who gets the response (EERPDEST or NERPDEST).</summary>
        public string Destination { get; }

        /// <summary>Who sends it (EERPORIG or NERPORIG).</summary>
        public string Originator { get; }

        /// <summary>Who refused the file (NERPCREA); empty for an EERP.</summary>
        public string Creator { get; }

        /// <summary>0 for an EERP, else the reason. One of <see cref="NerpReasons"/>.</summary>
        public int ReasonCode { get; }

        /// <summary>The text of the reason (NERPREAST), or the RFC's.</summary>
        public string ReasonText { get; }

        /// <summary>
        /// Answer: the hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to
        /// compare.
        /// </summary>
        public string FileHash
        {
            get => fileHash;
            set
            {
                NativeEvent.CheckOpen(answered);
                fileHash = value;
            }
        }

        /// <summary>The signature in Base64, when there is one.</summary>
        public string Signature { get; }

        /// <summary>Whether it was received or sent. One of <see cref="EndResponseDirections"/>.</summary>
        public int Direction { get; }

        internal unsafe void WriteBack(EndResponseEvent* native)
        {
            answered = true;
            if (FileHash != givenFileHash)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_end_response_event_set_file_hash(
                    (IntPtr)native,
                    Utf8.Bytes(FileHash)));
            }
        }
    }
}
