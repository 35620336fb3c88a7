using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace OftpSrv
{
    /// <summary>
    /// A list of certificates. The one that <see cref="Oftpserver.TrustedCerts"/> gives out is that server's: what is added or
    /// removed there counts at once.
    /// </summary>
    public sealed class CertificateList : Collection<Certificate>
    {
        private readonly Oftpserver owner;

        /// <summary>An empty list of your own; assign it to <see cref="Oftpserver.TrustedCerts"/>.</summary>
        public CertificateList()
        {
        }

        internal CertificateList(Oftpserver owner, IList<Certificate> certificates)
            : base(certificates)
        {
            this.owner = owner;
        }

        /// <inheritdoc/>
        protected override void InsertItem(int index, Certificate item)
        {
            Require(item);
            base.InsertItem(index, item);
            Publish();
        }

        /// <inheritdoc/>
        protected override void SetItem(int index, Certificate item)
        {
            Require(item);
            base.SetItem(index, item);
            Publish();
        }

        /// <inheritdoc/>
        protected override void RemoveItem(int index)
        {
            base.RemoveItem(index);
            Publish();
        }

        /// <inheritdoc/>
        protected override void ClearItems()
        {
            base.ClearItems();
            Publish();
        }

        private static void Require(Certificate item)
        {
            if (item == null)
            {
                throw new ArgumentNullException(nameof(item));
            }
        }

        private void Publish()
        {
            if (owner != null)
            {
                owner.TrustedCerts = this;
            }
        }
    }
}
