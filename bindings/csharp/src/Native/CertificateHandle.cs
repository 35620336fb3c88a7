using System;
using System.Runtime.InteropServices;

namespace OftpSrv.Native
{
    /// <summary>oftpsrv_certificate_t; a reference of our own.</summary>
    internal sealed class CertificateHandle : SafeHandle
    {
        /// <summary>NULL: no certificate.</summary>
        internal static readonly CertificateHandle None = new CertificateHandle();

        private CertificateHandle()
            : base(IntPtr.Zero, true)
        {
        }

        /// <inheritdoc/>
        public override bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>Takes over a reference that a native function gave out.</summary>
        internal static CertificateHandle Own(IntPtr certificate)
        {
            var owned = new CertificateHandle();
            owned.SetHandle(certificate);
            return owned;
        }

        /// <inheritdoc/>
        protected override bool ReleaseHandle()
        {
            NativeMethods.oftpsrv_certificate_free(handle);
            return true;
        }
    }
}
