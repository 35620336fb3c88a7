using System;
using System.Runtime.CompilerServices;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>A certificate, with or without its private key.</summary>
    /// <remarks>
    /// StoreType, Store and StorePassword say where it is; setting Subject or Encoded searches there and throws what is wrong. In
    /// another order the search is put off until a property is read or a server needs the certificate. A server takes a
    /// certificate as it is when it is assigned, and what is changed afterwards does not reach it; what
    /// <see cref="Oftpserver.Certificate"/> and <see cref="Oftpserver.SSLCert"/> give is the server's own and changes in place.
    /// </remarks>
    public sealed partial class Certificate : IDisposable
    {
        private readonly CertificateHandle handle;

        /// <summary>An empty certificate whose properties can be set.</summary>
        public Certificate()
        {
            NativeLoader.Prepare();
            handle = Create();
        }

        /// <summary>The certificate in a file, without private key.</summary>
        /// <param name="certificateFile">The file, PEM or DER.</param>
        public Certificate(string certificateFile)
            : this(CertStoreTypes.cstPublicKeyFile, certificateFile, string.Empty, "*")
        {
        }

        /// <summary>A certificate from its bytes, without private key.</summary>
        /// <param name="encoded">The certificate, PEM or DER.</param>
        public Certificate(byte[] encoded)
            : this(CertStoreTypes.cstPublicKeyBlob, encoded, string.Empty, "*")
        {
        }

        /// <summary>A certificate from a store.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The name of the file or of the system store, or the contents as text.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="subject">The subject, a part of it, "*" for the first, or "Thumbprint=value".</param>
        public Certificate(int storeType, string store, string storePassword, string subject)
        {
            NativeLoader.Prepare();
            handle = Load(storeType, store, storePassword, subject);
        }

        /// <summary>A certificate from a store, with further options.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The name of the file or of the system store, or the contents as text.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="subject">The subject, a part of it, "*" for the first, or "Thumbprint=value".</param>
        /// <param name="configurationString">Lines "Name=value": "Thumbprint" chooses instead of the subject; "PersistPFXKey" and
        /// "UseInternalSecurityAPI" mean nothing here and are accepted.</param>
        public Certificate(int storeType, string store, string storePassword, string subject, string configurationString)
            : this(storeType, store, storePassword, Choose(subject, configurationString))
        {
        }

        /// <summary>A certificate that is at hand, with its private key from a store.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The name of the file or of the system store, or the contents as text.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="encoded">The certificate, PEM or DER.</param>
        public Certificate(int storeType, string store, string storePassword, byte[] encoded)
            : this()
        {
            try
            {
                StoreType = storeType;
                Store = store;
                StorePassword = storePassword;
                EncodedB = encoded;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        /// <summary>A certificate from a store in memory.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The contents of the store.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="subject">The subject, a part of it, "*" for the first, or "Thumbprint=value".</param>
        public Certificate(int storeType, byte[] store, string storePassword, string subject)
        {
            NativeLoader.Prepare();
            handle = LoadBlob(storeType, store ?? new byte[0], storePassword, subject);
        }

        /// <summary>A certificate from a store in memory, with further options.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The contents of the store.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="subject">The subject, a part of it, "*" for the first, or "Thumbprint=value".</param>
        /// <param name="configurationString">Lines "Name=value": "Thumbprint" chooses instead of the subject; "PersistPFXKey" and
        /// "UseInternalSecurityAPI" mean nothing here and are accepted.</param>
        public Certificate(int storeType, byte[] store, string storePassword, string subject, string configurationString)
            : this(storeType, store, storePassword, Choose(subject, configurationString))
        {
        }

        /// <summary>A certificate that is at hand, with its private key from a store in memory.</summary>
        /// <param name="storeType">The type of the store (see <see cref="CertStoreTypes"/>).</param>
        /// <param name="store">The contents of the store.</param>
        /// <param name="storePassword">The password of the store.</param>
        /// <param name="encoded">The certificate, PEM or DER.</param>
        public Certificate(int storeType, byte[] store, string storePassword, byte[] encoded)
            : this()
        {
            try
            {
                StoreType = storeType;
                StoreB = store;
                StorePassword = storePassword;
                EncodedB = encoded;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private Certificate(CertificateHandle handle)
        {
            this.handle = handle;
        }

        internal CertificateHandle Handle => handle;

        /// <summary>Frees the certificate. Servers that took it keep theirs.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        /// <summary>Takes over a reference from the engine.</summary>
        internal static Certificate Own(IntPtr certificate)
        {
            return new Certificate(CertificateHandle.Own(certificate));
        }

        // Not inlined: see NativeLoader.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static CertificateHandle Create()
        {
            CertificateHandle created = CertificateHandle.Own(NativeMethods.oftpsrv_certificate_new());
            if (created.IsInvalid)
            {
                NativeStatus.Check(NativeMethods.oftpsrv_last_error_code());
            }

            return created;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static CertificateHandle Load(int storeType, string store, string storePassword, string subject)
        {
            IntPtr certificate;
            NativeStatus.Check(NativeMethods.oftpsrv_certificate_load(
                storeType,
                Utf8.Bytes(store),
                Utf8.Bytes(storePassword),
                Utf8.Bytes(subject),
                out certificate));
            return CertificateHandle.Own(certificate);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static CertificateHandle LoadBlob(int storeType, byte[] store, string storePassword, string subject)
        {
            IntPtr certificate;
            NativeStatus.Check(NativeMethods.oftpsrv_certificate_load_blob(
                storeType,
                store,
                (UIntPtr)store.Length,
                Utf8.Bytes(storePassword),
                Utf8.Bytes(subject),
                out certificate));
            return CertificateHandle.Own(certificate);
        }

        private static string Choose(string subject, string configurationString)
        {
            foreach (string line in (configurationString ?? string.Empty).Split('\n'))
            {
                string option = line.Trim();
                if (option.StartsWith("Thumbprint=", StringComparison.OrdinalIgnoreCase))
                {
                    subject = option;
                }
                else if (option.Length > 0
                    && !option.StartsWith("PersistPFXKey=", StringComparison.OrdinalIgnoreCase)
                    && !option.StartsWith("UseInternalSecurityAPI=", StringComparison.OrdinalIgnoreCase))
                {
                    throw new OftpserverException(OftpserverErrors.UnknownSetting, "There is no certificate option \"" + option + "\".");
                }
            }

            return subject;
        }
    }
}
