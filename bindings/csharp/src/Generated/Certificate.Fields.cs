// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Certificate
    {
        /// <summary>From when it is valid, as "23-Jan-2000 15:00:00" in local time.</summary>
        public string EffectiveDate
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_effective_date(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>Until when it is valid, as "23-Jan-2001 15:00:00" in local time.</summary>
        public string ExpirationDate
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_expiration_date(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The extended key usages as object identifiers, separated by commas.</summary>
        public string ExtendedKeyUsage
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_extended_key_usage(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The MD5 hash of the certificate in hexadecimal, octets separated by colons.</summary>
        public string Fingerprint
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-1 hash of the certificate in hexadecimal, octets separated by colons.</summary>
        public string FingerprintSHA1
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint_sha1(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-256 hash of the certificate in hexadecimal, octets separated by colons.</summary>
        public string FingerprintSHA256
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint_sha256(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The name of who issued it.</summary>
        public string Issuer
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_issuer(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The password of the private key, where it differs from the store's.</summary>
        public string KeyPassword
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_key_password(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_key_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The private key in PEM; empty when there is none or when it must not leave its store.</summary>
        public string PrivateKey
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>Whether there is a private key.</summary>
        public bool PrivateKeyAvailable
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key_available(handle, out bool value));
                return value;
            }
        }

        /// <summary>The name of the key container; Windows only, empty elsewhere.</summary>
        public string PrivateKeyContainer
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key_container(
                    handle,
                    out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The public key in PEM.</summary>
        public string PublicKey
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The name of the algorithm of the public key, or its object identifier.</summary>
        public string PublicKeyAlgorithm
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key_algorithm(
                    handle,
                    out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The length of the public key in bits.</summary>
        public int PublicKeyLength
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key_length(handle, out int value));
                return value;
            }
        }

        /// <summary>The serial number in hexadecimal.</summary>
        public string SerialNumber
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_serial_number(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The name of the algorithm of the signature, or its object identifier.</summary>
        public string SignatureAlgorithm
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_signature_algorithm(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>
        /// The store: a file name or the content as text, as <see cref="Certificate.StoreType"/> says.
        /// </summary>
        public string Store
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The value of <see cref="Certificate.Store"/> as octets.</summary>
        public byte[] StoreB
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_blob(
                    handle,
                    out IntPtr value,
                    out UIntPtr length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] octets = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_blob(
                    handle,
                    octets,
                    (UIntPtr)octets.Length));
            }
        }

        /// <summary>The password of the store.</summary>
        public string StorePassword
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_password(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>
        /// The kind of store. It reads as 0 until it is set; the store is then opened as
        /// <see cref="CertStoreTypes.cstAuto"/> (99). One of <see cref="CertStoreTypes"/>.
        /// </summary>
        public int StoreType
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_type(handle, out int value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_type(handle, value));
            }
        }

        /// <summary>The alternative names of the subject, separated by commas.</summary>
        public string SubjectAltNames
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_subject_alt_names(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The MD5 hash of the certificate in hexadecimal.</summary>
        public string ThumbprintMD5
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_md5(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-1 hash of the certificate in hexadecimal.</summary>
        public string ThumbprintSHA1
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_sha1(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-256 hash of the certificate in hexadecimal.</summary>
        public string ThumbprintSHA256
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_sha256(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The names of the bits of <see cref="Certificate.UsageFlags"/>, separated by commas.</summary>
        public string Usage
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_usage(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>
        /// What the key may be used for: the sum of <see cref="KeyUsages.DigitalSignature"/> (0x80),
        /// <see cref="KeyUsages.NonRepudiation"/> (0x40), <see cref="KeyUsages.KeyEncipherment"/> (0x20),
        /// <see cref="KeyUsages.DataEncipherment"/> (0x10), <see cref="KeyUsages.KeyAgreement"/> (0x08),
        /// <see cref="KeyUsages.CertificateSigning"/> (0x04), <see cref="KeyUsages.CrlSigning"/> (0x02) and
        /// <see cref="KeyUsages.EncipherOnly"/> (0x01).
        /// </summary>
        public int UsageFlags
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_usage_flags(handle, out int value));
                return value;
            }
        }

        /// <summary>"V1", "V2" or "V3".</summary>
        public string Version
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_version(handle, out IntPtr value));
                return Utf8.Take(value);
            }
        }

        /// <summary>
        /// The name of the subject; empty when none is loaded. Setting it searches the store: an exact name, part of
        /// one, "Thumbprint=...", or "*" for the first. While <see cref="Certificate.Store"/> is not set, or
        /// <see cref="Certificate.StoreType"/> or <see cref="Certificate.StorePassword"/> is not and may be what is
        /// missing, the search is put off: until a fact is read, or a server is given the certificate or needs it; its
        /// error is theirs.
        /// </summary>
        public string Subject
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_subject(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_subject(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The certificate in PEM. Setting it looks for the private key in the store.</summary>
        public string Encoded
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_encoded(handle, out IntPtr value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_encoded(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The certificate as octets. Setting it looks for the private key in the store.</summary>
        public byte[] EncodedB
        {
            get
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_encoded_blob(
                    handle,
                    out IntPtr value,
                    out UIntPtr length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] octets = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_encoded_blob(
                    handle,
                    octets,
                    (UIntPtr)octets.Length));
            }
        }
    }
}
