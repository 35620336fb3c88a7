// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnAcceptConnection"/> tells and asks.</summary>
    public sealed partial class OftpserverAcceptConnectionEventArgs : EventArgs
    {
        private readonly string givenErrorDescription;
        private int serverVersion;
        private bool accept;
        private int errorCode;
        private string errorDescription;
        private bool answered;

        internal unsafe OftpserverAcceptConnectionEventArgs(AcceptConnectionEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(AcceptConnectionEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            ClientSSIDCode = Utf8.Read(native->ClientSSIDCode);
            ClientPassword = Utf8.Read(native->ClientPassword);
            ClientVersion = native->ClientVersion;
            serverVersion = native->ServerVersion;
            accept = native->Accept != 0;
            errorCode = native->ErrorCode;
            errorDescription = givenErrorDescription = Utf8.Read(native->ErrorDescription);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The partner's identification code (SSIDCODE).</summary>
        public string ClientSSIDCode { get; }

        /// <summary>The partner's password (SSIDPSWD).</summary>
        public string ClientPassword { get; }

        /// <summary>The version that the partner offers. One of <see cref="OFTPVersions"/>.</summary>
        public int ClientVersion { get; }

        /// <summary>
        /// Answer: the version to use; prefilled with the highest that both speak, and may be lowered. One of
        /// <see cref="OFTPVersions"/>.
        /// </summary>
        public int ServerVersion
        {
            get => serverVersion;
            set
            {
                NativeEvent.CheckOpen(answered);
                serverVersion = value;
            }
        }

        /// <summary>Answer: whether the session goes on.</summary>
        public bool Accept
        {
            get => accept;
            set
            {
                NativeEvent.CheckOpen(answered);
                accept = value;
            }
        }

        /// <summary>Answer: the reason of a refusal; 0 becomes 99. One of <see cref="EsidReasons"/>.</summary>
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

        internal unsafe void WriteBack(AcceptConnectionEvent* native)
        {
            answered = true;
            native->ServerVersion = ServerVersion;
            native->Accept = Accept ? (byte)1 : (byte)0;
            native->ErrorCode = ErrorCode;
            if (ErrorDescription != givenErrorDescription)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_accept_connection_event_set_error_description(
                    (IntPtr)native,
                    Utf8.Bytes(ErrorDescription)));
            }
        }
    }
}
