// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLClientAuthentication"/> tells and asks.</summary>
    public sealed partial class OftpserverSSLClientAuthenticationEventArgs : EventArgs
    {
        private bool accept;
        private bool answered;

        internal unsafe OftpserverSSLClientAuthenticationEventArgs(SSLClientAuthenticationEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLClientAuthenticationEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            CertEncoded = Utf8.ReadBytes(native->CertEncoded, native->CertEncodedLen);
            CertSubject = Utf8.Read(native->CertSubject);
            CertIssuer = Utf8.Read(native->CertIssuer);
            Status = Utf8.Read(native->Status);
            accept = native->Accept != 0;
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The certificate in DER; empty when there is none.</summary>
        public byte[] CertEncoded { get; }

        /// <summary>Its subject.</summary>
        public string CertSubject { get; }

        /// <summary>Its issuer.</summary>
        public string CertIssuer { get; }

        /// <summary>"OK", or why its verification failed.</summary>
        public string Status { get; }

        /// <summary>Answer: whether to go on; prefilled with the result of the verification.</summary>
        public bool Accept
        {
            get => accept;
            set
            {
                NativeEvent.CheckOpen(answered);
                accept = value;
            }
        }

        internal unsafe void WriteBack(SSLClientAuthenticationEvent* native)
        {
            answered = true;
            native->Accept = Accept ? (byte)1 : (byte)0;
        }
    }
}
