using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Oftpserver
    {
        private delegate int GetCertificateFunction(ServerHandle server, out IntPtr value);

        private delegate int SetCertificateFunction(ServerHandle server, CertificateHandle value);

        /// <summary>
        /// The certificate with private key for session authentication, for signing and for decrypting. It is never null, and
        /// what is set on it is set on the server; while none is set it is empty, and so is its Subject. Setting null clears it.
        /// </summary>
        public Certificate Certificate
        {
            get { return GetCertificate(NativeMethods.oftpsrv_get_certificate); }
            set { SetCertificate(NativeMethods.oftpsrv_set_certificate, value); }
        }

        /// <summary>
        /// The certificate with private key for TLS. It is never null, and what is set on it is set on the server; while none is
        /// set it is empty, and so is its Subject. Setting null clears it.
        /// </summary>
        public Certificate SSLCert
        {
            get { return GetCertificate(NativeMethods.oftpsrv_get_ssl_cert); }
            set { SetCertificate(NativeMethods.oftpsrv_set_ssl_cert, value); }
        }

        /// <summary>
        /// The CA certificates against which certificates are checked. What is added to the list or removed from it counts at
        /// once; see also <see cref="ImportTrustedCerts"/>.
        /// </summary>
        public CertificateList TrustedCerts
        {
            get
            {
                IntPtr values;
                UIntPtr count;
                NativeStatus.Check(NativeMethods.oftpsrv_get_trusted_certs(handle, out values, out count));
                try
                {
                    var list = new List<Certificate>();
                    for (int i = 0; i < checked((int)count.ToUInt64()); i++)
                    {
                        // The array's references go with the array; each object needs one of its own.
                        IntPtr certificate = Marshal.ReadIntPtr(values, i * IntPtr.Size);
                        NativeStatus.Check(NativeMethods.oftpsrv_certificate_retain(certificate));
                        list.Add(Certificate.Own(certificate));
                    }

                    return new CertificateList(this, list);
                }
                finally
                {
                    NativeMethods.oftpsrv_certificates_free(values, count);
                }
            }

            set
            {
                int count = value == null ? 0 : value.Count;
                var values = new IntPtr[count];
                int held = 0;
                try
                {
                    for (; held < count; held++)
                    {
                        bool added = false;
                        value[held].Handle.DangerousAddRef(ref added);
                        values[held] = value[held].Handle.DangerousGetHandle();
                    }

                    NativeStatus.Check(NativeMethods.oftpsrv_set_trusted_certs(handle, values, (UIntPtr)count));
                }
                finally
                {
                    while (held > 0)
                    {
                        value[--held].Handle.DangerousRelease();
                    }
                }
            }
        }

        private Certificate GetCertificate(GetCertificateFunction get)
        {
            IntPtr value;
            NativeStatus.Check(get(handle, out value));
            return Certificate.Own(value);
        }

        private void SetCertificate(SetCertificateFunction set, Certificate value)
        {
            NativeStatus.Check(set(handle, value == null ? CertificateHandle.None : value.Handle));
        }
    }
}
