// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnCertificateReceived"/> tells.</summary>
    public sealed partial class OftpserverCertificateReceivedEventArgs : EventArgs
    {
        internal unsafe OftpserverCertificateReceivedEventArgs(CertificateReceivedEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(CertificateReceivedEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            CertificateFileName = Utf8.Read(native->CertificateFileName);
            CertificateExchangeType = native->CertificateExchangeType;
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The full path of the stored certificate.</summary>
        public string CertificateFileName { get; }

        /// <summary>The kind of exchange. One of <see cref="CertificateExchangeTypes"/>.</summary>
        public int CertificateExchangeType { get; }
    }
}
