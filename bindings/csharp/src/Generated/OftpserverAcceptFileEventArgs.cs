// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnAcceptFile"/> tells and asks.</summary>
    public sealed partial class OftpserverAcceptFileEventArgs : EventArgs
    {
        private readonly string givenFileName;
        private readonly string givenErrorDescription;
        private bool accept;
        private string fileName;
        private bool overwrite;
        private int errorCode;
        private string errorDescription;
        private bool answered;

        internal unsafe OftpserverAcceptFileEventArgs(AcceptFileEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(AcceptFileEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            VirtualFileName = Utf8.Read(native->VirtualFileName);
            VirtualFileDate = Utf8.Read(native->VirtualFileDate);
            Destination = Utf8.Read(native->Destination);
            Originator = Utf8.Read(native->Originator);
            accept = native->Accept != 0;
            fileName = givenFileName = Utf8.Read(native->FileName);
            overwrite = native->Overwrite != 0;
            errorCode = native->ErrorCode;
            errorDescription = givenErrorDescription = Utf8.Read(native->ErrorDescription);
            Forwarded = native->Forwarded != 0;
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The name of the file (SFIDDSN).</summary>
        public string VirtualFileName { get; }

        /// <summary>The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.</summary>
        public string VirtualFileDate { get; }

        /// <summary>The code of the receiver (SFIDDEST).</summary>
        public string Destination { get; }

        /// <summary>The code of the sender (SFIDORIG).</summary>
        public string Originator { get; }

        /// <summary>Answer: whether to take the file.</summary>
        public bool Accept
        {
            get => accept;
            set
            {
                NativeEvent.CheckOpen(answered);
                accept = value;
            }
        }

        /// <summary>Answer: the full path that the file will have.</summary>
        public string FileName
        {
            get => fileName;
            set
            {
                NativeEvent.CheckOpen(answered);
                fileName = value;
            }
        }

        /// <summary>Answer: whether an existing file is replaced.</summary>
        public bool Overwrite
        {
            get => overwrite;
            set
            {
                NativeEvent.CheckOpen(answered);
                overwrite = value;
            }
        }

        /// <summary>Answer: the reason of a refusal; 0 becomes 99. One of <see cref="SfnaReasons"/>.</summary>
        public int ErrorCode
        {
            get => errorCode;
            set
            {
                NativeEvent.CheckOpen(answered);
                errorCode = value;
            }
        }

        /// <summary>Answer: the text of a refusal (2.0 only).</summary>
        public string ErrorDescription
        {
            get => errorDescription;
            set
            {
                NativeEvent.CheckOpen(answered);
                errorDescription = value;
            }
        }

        /// <summary>
        /// Whether the file is for somebody else: its destination is none of this side's codes
        /// (<see cref="Oftpserver.ServerSFIDCode"/>, <see cref="Oftpserver.ServerSSIDCode"/>, OwnSFIDCodes). It is
        /// asked again when the handler has returned; a file that is then neither for this side nor to be passed on
        /// (ForwardFiles) is refused with SFNA 02.
        /// </summary>
        public bool Forwarded { get; }

        internal unsafe void WriteBack(AcceptFileEvent* native)
        {
            answered = true;
            native->Accept = Accept ? (byte)1 : (byte)0;
            if (FileName != givenFileName)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_file_event_set_file_name(
                    (IntPtr)native,
                    Utf8.Bytes(FileName)));
            }

            native->Overwrite = Overwrite ? (byte)1 : (byte)0;
            native->ErrorCode = ErrorCode;
            if (ErrorDescription != givenErrorDescription)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_file_event_set_error_description(
                    (IntPtr)native,
                    Utf8.Bytes(ErrorDescription)));
            }
        }
    }
}
