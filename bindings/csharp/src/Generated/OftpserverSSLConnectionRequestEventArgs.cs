// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>What <see cref="Oftpserver.OnSSLConnectionRequest"/> tells and asks.</summary>
    public sealed partial class OftpserverSSLConnectionRequestEventArgs : EventArgs
    {
        private readonly string givenCertStore;
        private readonly string givenCertPassword;
        private readonly string givenCertSubject;
        private int certStoreType;
        private string certStore;
        private string certPassword;
        private string certSubject;
        private bool answered;

        internal unsafe OftpserverSSLConnectionRequestEventArgs(SSLConnectionRequestEvent* native)
        {
            NativeEvent.CheckSize(native->Size, sizeof(SSLConnectionRequestEvent));
            ConnectionId = Utf8.Read(native->ConnectionId);
            SupportedCipherSuites = Utf8.Read(native->SupportedCipherSuites);
            SupportedSignatureAlgs = Utf8.Read(native->SupportedSignatureAlgs);
            certStoreType = native->CertStoreType;
            certStore = givenCertStore = Utf8.Read(native->CertStore);
            certPassword = givenCertPassword = Utf8.Read(native->CertPassword);
            certSubject = givenCertSubject = Utf8.Read(native->CertSubject);
        }

        /// <summary>The connection.</summary>
        public string ConnectionId { get; }

        /// <summary>The suites that the client offers, separated by commas.</summary>
        public string SupportedCipherSuites { get; }

        /// <summary>The signature algorithms that the client offers, separated by commas.</summary>
        public string SupportedSignatureAlgs { get; }

        /// <summary>
        /// Answer: the store type of another certificate; at first the automatic one. One of
        /// <see cref="CertStoreTypes"/>.
        /// </summary>
        public int CertStoreType
        {
            get => certStoreType;
            set
            {
                NativeEvent.CheckOpen(answered);
                certStoreType = value;
            }
        }

        /// <summary>Answer: the store of that certificate; empty keeps <see cref="Oftpserver.SSLCert"/>.</summary>
        public string CertStore
        {
            get => certStore;
            set
            {
                NativeEvent.CheckOpen(answered);
                certStore = value;
            }
        }

        /// <summary>Answer: the password of that store.</summary>
        public string CertPassword
        {
            get => certPassword;
            set
            {
                NativeEvent.CheckOpen(answered);
                certPassword = value;
            }
        }

        /// <summary>Answer: the subject of that certificate; empty or "*" takes the first.</summary>
        public string CertSubject
        {
            get => certSubject;
            set
            {
                NativeEvent.CheckOpen(answered);
                certSubject = value;
            }
        }

        internal unsafe void WriteBack(SSLConnectionRequestEvent* native)
        {
            answered = true;
            native->CertStoreType = CertStoreType;
            if (CertStore != givenCertStore)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_store(
                    (IntPtr)native,
                    Utf8.Bytes(CertStore)));
            }

            if (CertPassword != givenCertPassword)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_password(
                    (IntPtr)native,
                    Utf8.Bytes(CertPassword)));
            }

            if (CertSubject != givenCertSubject)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_ssl_connection_request_event_set_cert_subject(
                    (IntPtr)native,
                    Utf8.Bytes(CertSubject)));
            }
        }
    }
}
