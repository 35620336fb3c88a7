using System;
using OftpSrv.Native;

namespace OftpSrv
{
    public sealed partial class Certificate
    {
        /// <summary>The date from which on the certificate is valid, for instance "23-Jan-2000 15:00:00".</summary>
        public string EffectiveDate
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_effective_date(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The date on which the certificate expires, for instance "23-Jan-2001 15:00:00".</summary>
        public string ExpirationDate
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_expiration_date(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The extended key usages as object identifiers, separated by commas.</summary>
        public string ExtendedKeyUsage
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_extended_key_usage(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The MD5 fingerprint in hexadecimal, bytes separated by colons.</summary>
        public string Fingerprint
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-1 fingerprint in hexadecimal, bytes separated by colons.</summary>
        public string FingerprintSHA1
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint_sha1(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-256 fingerprint in hexadecimal, bytes separated by colons.</summary>
        public string FingerprintSHA256
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_fingerprint_sha256(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The name of the issuer.</summary>
        public string Issuer
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_issuer(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The password of the private key, when it has one of its own.</summary>
        public string KeyPassword
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_key_password(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_key_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The private key (PEM), when there is one and it may be exported.</summary>
        public string PrivateKey
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>Whether the private key is there.</summary>
        public bool PrivateKeyAvailable
        {
            get
            {
                bool value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key_available(handle, out value));
                return value;
            }
        }

        /// <summary>The name of the key container; Windows only.</summary>
        public string PrivateKeyContainer
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_private_key_container(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The public key (PEM).</summary>
        public string PublicKey
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The algorithm of the public key, for instance "RSA".</summary>
        public string PublicKeyAlgorithm
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key_algorithm(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The length of the public key in bits.</summary>
        public int PublicKeyLength
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_public_key_length(handle, out value));
                return value;
            }
        }

        /// <summary>The serial number in hexadecimal.</summary>
        public string SerialNumber
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_serial_number(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The algorithm with which the certificate is signed.</summary>
        public string SignatureAlgorithm
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_signature_algorithm(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The store: the name of a file or of a system store, or the contents as text.</summary>
        public string Store
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The store as bytes.</summary>
        public byte[] StoreB
        {
            get
            {
                IntPtr value;
                UIntPtr length;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_blob(handle, out value, out length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] bytes = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_blob(handle, bytes, (UIntPtr)bytes.Length));
            }
        }

        /// <summary>The password of the store.</summary>
        public string StorePassword
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_password(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_password(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The type of the store (see <see cref="CertStoreTypes"/>).</summary>
        public int StoreType
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_store_type(handle, out value));
                return value;
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_store_type(handle, value));
            }
        }

        /// <summary>The subject alternative names, separated by commas.</summary>
        public string SubjectAltNames
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_subject_alt_names(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The MD5 thumbprint in hexadecimal.</summary>
        public string ThumbprintMD5
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_md5(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-1 thumbprint in hexadecimal.</summary>
        public string ThumbprintSHA1
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_sha1(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The SHA-256 thumbprint in hexadecimal.</summary>
        public string ThumbprintSHA256
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_thumbprint_sha256(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The key usages as text.</summary>
        public string Usage
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_usage(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The key usages as flags.</summary>
        public int UsageFlags
        {
            get
            {
                int value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_usage_flags(handle, out value));
                return value;
            }
        }

        /// <summary>The version: "V1", "V2" or "V3".</summary>
        public string Version
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_version(handle, out value));
                return Utf8.Take(value);
            }
        }

        /// <summary>The subject. Setting it searches the store: the whole subject, a part of it, "*" for any, or "Thumbprint=value".</summary>
        public string Subject
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_subject(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_subject(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The certificate (PEM). Setting it takes that certificate and looks for its private key in the store.</summary>
        public string Encoded
        {
            get
            {
                IntPtr value;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_encoded(handle, out value));
                return Utf8.Take(value);
            }

            set
            {
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_encoded(handle, Utf8.Bytes(value)));
            }
        }

        /// <summary>The certificate as bytes.</summary>
        public byte[] EncodedB
        {
            get
            {
                IntPtr value;
                UIntPtr length;
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_get_encoded_blob(handle, out value, out length));
                return Utf8.TakeBytes(value, length);
            }

            set
            {
                byte[] bytes = value ?? new byte[0];
                NativeStatus.Check(NativeMethods.oftpsrv_certificate_set_encoded_blob(handle, bytes, (UIntPtr)bytes.Length));
            }
        }
    }
}
